//! What a page says of itself: JSON-LD, OpenGraph, meta tags, time elements.
//!
//! A date counts as the publication date only where the page calls it so; the date of a change is kept apart.

use crate::record::filled;
use crate::{parse_published, words};
use sayso_model::{Published, PublishedBasis};
use scraper::{Html, Selector};
use serde_json::Value;
use std::collections::BTreeMap;

/// Nesting and number of JSON-LD values that are looked at.
const MOST_VALUES: usize = 20_000;

#[derive(Default)]
pub(crate) struct Metadata {
    pub(crate) title: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) published: Option<Published>,
    pub(crate) modified: Option<jiff::civil::Date>,
    /// The article's text as JSON-LD gives it, for pages that build their body by script.
    pub(crate) article_body: Option<String>,
}

/// Gathers a page's metadata, best basis first.
pub(crate) fn of_page(tree: &Html, json_ld: &[String]) -> Metadata {
    let known = words::publication();
    let metas = metas(tree);
    let linked = LinkedData::of(json_ld);
    let meta = |name: &str| {
        metas
            .get(name)
            .and_then(|values| values.iter().find_map(filled))
    };
    let first = |names: &[String]| names.iter().find_map(|name| meta(name));
    let dated =
        |value: Option<String>, basis| value.and_then(|value| parse_published(&value, basis));
    let published = dated(linked.published, PublishedBasis::JsonLd)
        .or_else(|| dated(meta("article:published_time"), PublishedBasis::OpenGraph))
        .or_else(|| {
            known
                .published_meta
                .iter()
                .find_map(|name| dated(meta(name), PublishedBasis::MetaTag))
        })
        .or_else(|| time_element(tree));
    let modified = linked
        .modified
        .or_else(|| first(&known.modified_meta))
        .and_then(|value| parse_published(&value, PublishedBasis::MetaTag)?.date());
    Metadata {
        title: linked
            .title
            .or_else(|| meta("og:title"))
            .or_else(|| text_of(tree, "h1"))
            .or_else(|| text_of(tree, "title")),
        outlet: meta("og:site_name")
            .or(linked.outlet)
            .or_else(|| first(&known.outlet_meta)),
        url: attribute(tree, "link[rel=canonical]", "href")
            .or_else(|| meta("og:url"))
            .filter(|url| url.starts_with("http")),
        published,
        modified,
        article_body: linked.article_body,
    }
}

/// Values of the meta tags by lower-case name, property or itemprop, in the page's order.
fn metas(tree: &Html) -> BTreeMap<String, Vec<String>> {
    let mut metas: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for element in select(tree, "meta[content]") {
        for key in ["property", "name", "itemprop"] {
            if let (Some(name), Some(content)) = (element.attr(key), element.attr("content")) {
                metas
                    .entry(name.trim().to_ascii_lowercase())
                    .or_default()
                    .push(content.to_owned());
            }
        }
    }
    metas
}

/// The page's own time element: one marked as publication, else the only one in the article's head.
fn time_element(tree: &Html) -> Option<Published> {
    let mut unmarked = Vec::new();
    for element in select(
        tree,
        "time[datetime], [itemprop=datePublished][content], [itemprop=datePublished][datetime]",
    ) {
        let value = element
            .attr("datetime")
            .or_else(|| element.attr("content"))
            .unwrap_or("");
        let Some(published) = parse_published(value, PublishedBasis::TimeElement) else {
            continue;
        };
        let marks = ["itemprop", "class", "pubdate", "id", "data-testid"]
            .map(|name| element.attr(name).unwrap_or("").to_ascii_lowercase())
            .join(" ");
        let parent = element
            .parent()
            .and_then(|node| {
                node.value()
                    .as_element()
                    .map(|parent| parent.attr("class").unwrap_or("").to_ascii_lowercase())
            })
            .unwrap_or_default();
        let text = element.text().collect::<String>().to_lowercase();
        let changed = [&marks, &parent, &text].iter().any(|words| {
            words.contains("modif") || words.contains("updat") || words.contains("edited")
        });
        if changed {
            continue;
        }
        if marks.contains("publish")
            || element.attr("pubdate").is_some()
            || parent.contains("publish")
        {
            return Some(published);
        }
        unmarked.push(published);
    }
    unmarked.dedup();
    // Several different times belong to comments or to lists of other reports: no guess.
    match unmarked.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

#[derive(Default)]
struct LinkedData {
    published: Option<String>,
    modified: Option<String>,
    title: Option<String>,
    outlet: Option<String>,
    article_body: Option<String>,
}

impl LinkedData {
    fn of(scripts: &[String]) -> LinkedData {
        let documents: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
        let mut objects = Vec::new();
        let mut waiting: Vec<&Value> = documents.iter().rev().collect();
        let mut looked_at = 0;
        while let Some(value) = waiting.pop() {
            looked_at += 1;
            if looked_at > MOST_VALUES {
                break;
            }
            match value {
                Value::Array(items) => waiting.extend(items.iter().rev()),
                Value::Object(object) => {
                    objects.push(object);
                    waiting.extend(
                        ["@graph", "mainEntity", "mainEntityOfPage"]
                            .iter()
                            .rev()
                            .filter_map(|key| object.get(*key)),
                    );
                }
                _ => {}
            }
        }
        let mut found = LinkedData::default();
        // Articles first: a page's object may carry the date of the site or of the template.
        let rank = |object: &serde_json::Map<String, Value>| {
            let types = object
                .get("@type")
                .map(Value::to_string)
                .unwrap_or_default();
            match (
                types.contains("Article")
                    || types.contains("BlogPosting")
                    || types.contains("Report"),
                object.contains_key("headline"),
            ) {
                (true, _) => 0,
                (false, true) => 1,
                _ => 2,
            }
        };
        objects.sort_by_key(|object| rank(object));
        for object in objects {
            let string = |key: &str| object.get(key).and_then(Value::as_str).and_then(filled);
            let first = rank(object) < 2;
            found.published = found.published.or_else(|| string("datePublished"));
            found.modified = found.modified.or_else(|| string("dateModified"));
            if first {
                found.title = found
                    .title
                    .or_else(|| string("headline").map(|title| unescape(&title)));
                found.article_body = found
                    .article_body
                    .or_else(|| object.get("articleBody")?.as_str().map(str::to_owned));
            }
            found.outlet = found.outlet.or_else(|| publisher(object.get("publisher")?));
        }
        found
    }
}

fn publisher(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => filled(name).filter(|name| !name.starts_with("http")),
        Value::Array(items) => items
            .iter()
            .take(4)
            .find_map(|item| item.get("name")?.as_str().and_then(filled)),
        Value::Object(object) => object.get("name")?.as_str().and_then(filled),
        _ => None,
    }
    .map(|name| unescape(&name))
}

/// Content systems put CDATA marks, comments and raw line ends into JSON-LD.
fn parse(script: &str) -> Option<Value> {
    let script = script
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[");
    let script = script
        .trim_end_matches("-->")
        .trim_end_matches("]]>")
        .trim_end_matches("//")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(script).ok().or_else(|| {
        let flat: String = script
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        serde_json::from_str(&flat).ok()
    })
}

/// Character references that content systems leave in JSON strings.
fn unescape(words: &str) -> String {
    if !words.contains('&') {
        return words.to_owned();
    }
    Html::parse_fragment(&words.replace('<', "&lt;"))
        .root_element()
        .text()
        .collect()
}

fn text_of(tree: &Html, selector: &str) -> Option<String> {
    select(tree, selector)
        .into_iter()
        .find_map(|element| filled(element.text().collect::<String>()))
}

fn attribute(tree: &Html, selector: &str, name: &str) -> Option<String> {
    select(tree, selector)
        .into_iter()
        .find_map(|element| element.attr(name).and_then(filled))
}

fn select<'a>(tree: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    Selector::parse(selector)
        .map(|selector| tree.select(&selector).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(page: &str) -> String {
        let pruned = crate::prune::prune(page);
        let found = of_page(&Html::parse_document(&pruned.html), &pruned.json_ld);
        let published = match found.published {
            Some(Published::Known {
                date,
                offset_seconds,
                basis,
                ..
            }) => format!("{date} {offset_seconds:?} {basis:?}"),
            _ => "none".to_owned(),
        };
        format!(
            "{published} / {}",
            found
                .modified
                .map_or("none".to_owned(), |date| date.to_string())
        )
    }

    #[test]
    fn published_is_never_modified() {
        for (page, want) in [
            (
                r#"<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "datePublished": "2020-01-01"}, {"@type": "NewsArticle", "datePublished": "2024-05-03T10:00:00+03:00", "dateModified": "2024-05-09"}]}</script>"#,
                "2024-05-03 Some(10800) JsonLd / 2024-05-09",
            ),
            (
                r#"<meta property="article:modified_time" content="2024-05-09"><meta property="article:published_time" content="2024-05-03T10:00:00Z">"#,
                "2024-05-03 Some(0) OpenGraph / 2024-05-09",
            ),
            (
                r#"<meta property="article:modified_time" content="2024-05-09">"#,
                "none / 2024-05-09",
            ),
            (
                r#"<meta name="DC.date.issued" content="2024-05-03">"#,
                "2024-05-03 None MetaTag / none",
            ),
            (
                r#"<p><time datetime="2024-05-03T10:00:00Z">3 May</time></p>"#,
                "2024-05-03 Some(0) TimeElement / none",
            ),
            (
                r#"<time datetime="2024-05-03">x</time><time datetime="2024-05-04">y</time>"#,
                "none / none",
            ),
            (
                r#"<time class="updated" datetime="2024-05-04">y</time>"#,
                "none / none",
            ),
            (
                r#"<time class="entry-date published" datetime="2024-05-03">x</time><time class="updated" datetime="2024-05-04">y</time>"#,
                "2024-05-03 None TimeElement / none",
            ),
        ] {
            assert_eq!(date(page), want, "{page}");
        }
    }

    #[test]
    fn title_outlet_and_address_are_found() {
        let page = crate::prune::prune(
            r#"<title>Shells fall | Example</title><meta property="og:title" content="Shells fall"><meta property="og:site_name" content="Example News">
            <link rel=canonical href="https://example.org/a"><script type="application/ld+json">{"@type":"NewsArticle","headline":"Shells fall &amp; burn","publisher":{"name":"Example Ltd"}}</script>"#,
        );
        let found = of_page(&Html::parse_document(&page.html), &page.json_ld);
        assert_eq!(found.title.as_deref(), Some("Shells fall & burn"));
        assert_eq!(found.outlet.as_deref(), Some("Example News"));
        assert_eq!(found.url.as_deref(), Some("https://example.org/a"));
    }
}
