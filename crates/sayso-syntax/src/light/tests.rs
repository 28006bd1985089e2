use super::*;

#[test]
fn the_weights_can_be_read_and_are_small() {
    assert!(Model::read().is_ok(), "{:?}", Model::read().err());
    assert!(WEIGHTS.len() <= 10_000_000);
}

#[test]
fn every_answer_is_a_tree_with_one_root() {
    for forms in [
        vec!["The", "rebels", "shelled", "the", "town", "."],
        vec!["\"", "\"", "\""],
        vec!["x"],
        vec![],
        vec!["\u{FFFD}", "\u{1F600}", "", "a\u{0301}"],
        vec!["again"; 300],
        ["again", ","].repeat(400),
    ] {
        let answer = &Light.analyse(std::slice::from_ref(&forms))[0];
        assert_eq!(answer.len(), forms.len());
        if forms.is_empty() {
            continue;
        }
        assert_eq!(
            answer.iter().filter(|token| token.head.is_none()).count(),
            1
        );
        for start in 0..answer.len() {
            let mut at = start;
            let mut steps = 0;
            while let Some(head) = answer[at].head {
                at = head;
                steps += 1;
                assert!(steps <= answer.len(), "a cycle in {forms:?}");
            }
        }
    }
}

#[test]
fn a_plain_sentence_is_understood_in_any_case() {
    let plain = vec![
        "The", "army", "shelled", "the", "village", "on", "Monday", ".",
    ];
    let capitals: Vec<String> = plain.iter().map(|form| form.to_uppercase()).collect();
    for forms in [plain, capitals.iter().map(String::as_str).collect()] {
        let answer = &Light.analyse(&[forms])[0];
        let relation: Vec<_> = answer
            .iter()
            .map(|token| (token.head, token.deprel))
            .collect();
        assert_eq!(relation[1], (Some(2), "nsubj"));
        assert_eq!(relation[2], (None, "root"));
        assert_eq!(relation[4], (Some(2), "obj"));
        assert_eq!(relation[6], (Some(2), "obl"));
        assert_eq!(answer[2].xpos, "VBD");
    }
}

#[test]
fn neighbours_and_threads_change_nothing() {
    let sentences: Vec<Vec<&str>> = vec![
        vec!["Two", "men", "died", "."],
        vec![
            "The", "group", ",", "which", "denied", "it", ",", "fled", ".",
        ],
        vec!["SHELLS", "FELL", "ON", "BRANNOCK", "."],
        [
            "No", "one", "was", "hurt", "when", "the", "shell", "fell", ".",
        ]
        .repeat(20),
    ];
    let together = Light.analyse(&sentences);
    for (sentence, answer) in sentences.iter().zip(&together) {
        assert_eq!(&Light.analyse(std::slice::from_ref(sentence))[0], answer);
    }
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| Light.analyse(&sentences)))
            .collect();
        for run in runs {
            assert_eq!(run.join().expect("no panic"), together);
        }
    });
}
