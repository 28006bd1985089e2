//! The arc-hybrid transition system.
//!
//! Tokens are numbered from 0; the artificial root is token `n`, the last of the buffer. Shift moves the next token
//! to the stack; left makes it the head of the stack's top; right makes the stack's second the head of its top.

/// No token.
pub const NONE: usize = usize::MAX;
const NO_LABEL: u8 = 255;

/// A partial parse.
#[derive(Debug, Clone, Default)]
pub struct State {
    pub stack: Vec<usize>,
    /// Front of the buffer.
    pub next: usize,
    /// Number of tokens.
    pub length: usize,
    pub heads: Vec<usize>,
    pub labels: Vec<u8>,
    /// The two outermost children on each side, outermost first, and how many there are.
    left: Vec<[usize; 2]>,
    right: Vec<[usize; 2]>,
    counts: Vec<[u8; 2]>,
}

/// A transition; the classes of the model are these in the order of [`Move::number`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    Shift,
    Left(u8),
    Right(u8),
}

impl Move {
    /// Class number: shift 0, then left and right in turn for every label.
    pub fn number(self) -> usize {
        match self {
            Move::Shift => 0,
            Move::Left(label) => 1 + 2 * label as usize,
            Move::Right(label) => 2 + 2 * label as usize,
        }
    }

    /// The transition of a class number.
    pub fn numbered(number: usize) -> Move {
        match number {
            0 => Move::Shift,
            odd if odd % 2 == 1 => Move::Left(((odd - 1) / 2) as u8),
            even => Move::Right(((even - 2) / 2) as u8),
        }
    }
}

impl State {
    /// Begins a parse of `length` tokens.
    pub fn reset(&mut self, length: usize) {
        self.stack.clear();
        self.next = 0;
        self.length = length;
        self.heads.clear();
        self.heads.resize(length, NONE);
        self.labels.clear();
        self.labels.resize(length, NO_LABEL);
        self.left.clear();
        self.left.resize(length + 1, [NONE; 2]);
        self.right.clear();
        self.right.resize(length + 1, [NONE; 2]);
        self.counts.clear();
        self.counts.resize(length + 1, [0; 2]);
    }

    /// Whether every token has its head.
    pub fn finished(&self) -> bool {
        self.stack.is_empty() && self.next == self.length
    }

    pub fn can_shift(&self) -> bool {
        self.next < self.length
    }

    /// The root takes only the last token of the stack, so that there is one root.
    pub fn can_left(&self) -> bool {
        !self.stack.is_empty() && (self.next < self.length || self.stack.len() == 1)
    }

    pub fn can_right(&self) -> bool {
        self.stack.len() > 1
    }

    /// Whether the class may be taken now; label 0 is `root` and belongs to the last transition alone.
    pub fn allows(&self, class: Move) -> bool {
        match class {
            Move::Shift => self.can_shift(),
            Move::Left(label) => self.can_left() && ((label == 0) == (self.next == self.length)),
            Move::Right(label) => self.can_right() && label != 0,
        }
    }

    /// Takes a transition that is allowed.
    pub fn take(&mut self, class: Move) {
        match class {
            Move::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Move::Left(label) => {
                if let Some(child) = self.stack.pop() {
                    let head = self.next;
                    self.heads[child] = head;
                    self.labels[child] = label;
                    self.left[head] = [child, self.left[head][0]];
                    self.counts[head][0] = self.counts[head][0].saturating_add(1);
                }
            }
            Move::Right(label) => {
                if let (Some(child), Some(&head)) = (self.stack.pop(), self.stack.last()) {
                    self.heads[child] = head;
                    self.labels[child] = label;
                    self.right[head] = [child, self.right[head][0]];
                    self.counts[head][1] = self.counts[head][1].saturating_add(1);
                }
            }
        }
    }

    pub fn stack_at(&self, depth: usize) -> usize {
        self.stack.len().checked_sub(depth + 1).map_or(NONE, |i| self.stack[i])
    }

    pub fn left(&self, i: usize, rank: usize) -> usize {
        self.left.get(i).map_or(NONE, |children| children[rank])
    }

    pub fn right(&self, i: usize, rank: usize) -> usize {
        self.right.get(i).map_or(NONE, |children| children[rank])
    }

    pub fn left_count(&self, i: usize) -> u32 {
        self.counts.get(i).map_or(9, |counts| u32::from(counts[0].min(4)))
    }

    pub fn right_count(&self, i: usize) -> u32 {
        self.counts.get(i).map_or(9, |counts| u32::from(counts[1].min(4)))
    }

    pub fn label(&self, i: usize) -> u32 {
        self.labels.get(i).map_or(254, |&label| u32::from(label))
    }
}
