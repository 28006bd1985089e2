use super::*;

fn analyser() -> Accurate {
    Accurate::new().unwrap()
}

fn forms(text: &str) -> Vec<&str> {
    text.split(' ').collect()
}

fn assert_tree(result: &[TokenAnalysis], what: &str) {
    let roots = result.iter().filter(|t| t.head.is_none()).count();
    assert_eq!(roots, usize::from(!result.is_empty()), "roots of {what}");
    for start in 0..result.len() {
        let (mut at, mut steps) = (start, 0);
        while let Some(head) = result[at].head {
            assert!(
                head < result.len() && steps <= result.len(),
                "{what}: word {start} reaches no root"
            );
            (at, steps) = (head, steps + 1);
        }
    }
    for token in result {
        assert_eq!(token.head.is_none(), token.deprel == "root", "{what}");
    }
}

const SENTENCES: [&str; 6] = [
    "Officials in Port Amsel said on Friday that two drones had been shot down by air defences over the harbour .",
    "POLICE SAID FIVE PEOPLE WERE KILLED WHEN A BUS HIT A MINE NEAR THE BRIDGE .",
    "The group , which the ministry calls illegal , denied it .",
    "No .",
    "\" We did n't fire , \" the army 's spokesman told reporters , \" and we will not . \"",
    "Twelve dead in market blast",
];

#[test]
fn any_forms_give_a_tree() {
    let long: Vec<String> = (0..2000)
        .map(|i| format!("w{}{}", i % 37, if i % 50 == 0 { "," } else { "" }))
        .collect();
    let endless = "x".repeat(100_000);
    let cases: Vec<Vec<&str>> = vec![
        vec![],
        vec!["Fire"],
        vec![""; 3],
        long.iter().map(String::as_str).collect(),
        vec!["(((((((((((((((((((((("; 400],
        vec![","; 700],
        vec![
            "\u{200b}",
            "\u{0}",
            "👩‍🚒",
            "مدينة",
            "a\u{301}\u{301}",
            "漢字仮名",
            "\u{fffd}",
            "ﷺ",
            " ",
            "\n",
        ],
        vec![&endless, "fell", &endless],
    ];
    let results = analyser().analyse(&cases);
    assert_eq!(results.len(), cases.len());
    for (case, result) in cases.iter().zip(&results) {
        assert_eq!(result.len(), case.len());
        assert_tree(
            result,
            case.first().map_or("nothing", |w| w.get(..20).unwrap_or(w)),
        );
    }
    assert!(analyser().analyse(&[]).is_empty());
}

#[test]
fn neighbours_and_threads_change_nothing() {
    let analyser = analyser();
    let sentences: Vec<Vec<&str>> = SENTENCES.iter().map(|s| forms(s)).collect();
    let alone: Vec<_> = sentences
        .iter()
        .flat_map(|s| analyser.analyse(std::slice::from_ref(s)))
        .collect();
    let many: Vec<Vec<&str>> = sentences.iter().cycle().take(150).cloned().collect();
    for (i, result) in analyser.analyse(&many).iter().enumerate() {
        assert_eq!(*result, alone[i % alone.len()], "sentence {i} of a batch");
    }
    let reversed: Vec<Vec<&str>> = sentences.iter().rev().cloned().collect();
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| analyser.analyse(&reversed)))
            .collect();
        for run in runs {
            assert!(run.join().unwrap().iter().rev().eq(alone.iter()));
        }
    });
}

#[test]
fn a_plain_report_sentence_is_understood() {
    let sentence = forms(SENTENCES[0]);
    let result = analyser()
        .analyse(std::slice::from_ref(&sentence))
        .remove(0);
    let at = |word: &str| sentence.iter().position(|w| *w == word).unwrap();
    for (word, upos, head, deprel) in [
        ("Officials", Upos::Noun, Some("said"), "nsubj"),
        ("said", Upos::Verb, None, "root"),
        ("drones", Upos::Noun, Some("shot"), "nsubj:pass"),
        ("shot", Upos::Verb, Some("said"), "ccomp"),
        ("two", Upos::Num, Some("drones"), "nummod"),
        ("defences", Upos::Noun, Some("shot"), "obl:agent"),
    ] {
        let token = result[at(word)];
        assert_eq!(
            (token.upos, token.head, token.deprel),
            (upos, head.map(at), deprel),
            "{word}"
        );
    }
}

#[test]
fn long_sentences_are_cut_at_commas() {
    let forms = ["a", ",", "b", "c"].repeat(100);
    let parts = cut(&forms, &vec![1; forms.len()]);
    assert_eq!(parts.len(), 2);
    assert_eq!(parts[0].end, parts[1].start);
    assert_eq!(
        (parts[0].start, parts[1].end, forms[parts[0].end - 1]),
        (0, 400, ",")
    );
    assert!(cut(&[], &[]).is_empty());
}
