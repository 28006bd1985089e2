// A report's text in the page: DOM positions to bytes and back.

import { utf8Length } from "./bytes.ts";
import { Layout, type Piece, type Span } from "./layout.ts";

/** The text under one `[data-text]` element, in segments `[data-b]` that are not nested. */
export class TextOnPage {
  readonly layout: Layout;
  private readonly nodes: Text[] = [];

  constructor(readonly root: HTMLElement) {
    const pieces: Piece[] = [];
    const taken = new Map<Element, number>();
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode as Text;
      const segment = node.parentElement?.closest<HTMLElement>("[data-b]");
      // Words that are masked are not those of the report: nothing in or behind them may be counted.
      if (!segment || !root.contains(segment) || node.data === "" || node.parentElement?.closest(".masked")) continue;
      const byte = taken.get(segment) ?? Number(segment.dataset.b);
      taken.set(segment, byte + utf8Length(node.data));
      pieces.push({ text: node.data, byte });
      this.nodes.push(node);
    }
    this.layout = new Layout(pieces);
  }

  /** The span that is marked with mouse, touch or caret in this text. */
  marked(): Span | undefined {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return undefined;
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(this.root)) return undefined;
    const from = this.indexOf(range.startContainer, range.startOffset);
    const to = this.indexOf(range.endContainer, range.endOffset);
    return this.layout.span(from, to);
  }

  /** Marks a stretch of the flat text, as if by mouse. */
  mark(from: number, to: number): void {
    const start = this.position(from, false);
    const end = this.position(to, true);
    if (!start || !end) return;
    getSelection()?.setBaseAndExtent(start.node, start.offset, end.node, end.offset);
    end.node.parentElement?.scrollIntoView({ block: "nearest" });
  }

  private indexOf(container: Node, offset: number): number {
    const at = this.nodes.indexOf(container as Text);
    if (at >= 0) return this.layout.starts[at]! + offset;
    // An element, or text that is not the report's: the first text of the report from there on.
    const point = document.createRange();
    point.setStart(container, offset);
    const next = this.nodes.findIndex((node) => point.comparePoint(node, 0) >= 0);
    return next < 0 ? this.layout.text.length : this.layout.starts[next]!;
  }

  private position(index: number, end: boolean): { node: Text; offset: number } | undefined {
    let at = 0;
    this.layout.starts.forEach((start, k) => {
      if (end ? start < index : start <= index) at = k;
    });
    const node = this.nodes[at];
    return node && { node, offset: Math.min(index - this.layout.starts[at]!, node.data.length) };
  }
}
