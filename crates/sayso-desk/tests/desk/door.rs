//! Coming in: the first link, passwords, throttling, forms from elsewhere, tokens for programs.

use super::room::{PASSWORD, Person, Room, run};
use axum::body::Body;
use sayso_desk::Role;

#[test]
fn the_first_link_makes_one_administrator_once() {
    run(async {
        let room = Room::new();
        let token = room.app.first_link().expect("people").expect("a link");
        let link = format!("/setup?token={token}");
        let mut ada = room.by_link(&link, "Ada").await;
        assert_eq!(room.app.first_link().expect("people"), None);
        let mut again = Person::default();
        assert_eq!(room.get(&mut again, &link).await.status, 404);
        assert_eq!(room.get(&mut ada, "/p/one/settings").await.status, 200);
        assert!(
            room.get(&mut ada, "/account")
                .await
                .body
                .contains("Ada, administrator")
        );
    });
}

#[test]
fn wrong_passwords_are_slowed_down() {
    run(async {
        let room = Room::new();
        room.administrator().await;
        let mut guesser = Person::default();
        room.get(&mut guesser, "/login").await;
        for _ in 0..5 {
            let got = room
                .post(
                    &mut guesser,
                    "/login",
                    &[("name", "Ada"), ("password", "wrong wrong wrong")],
                )
                .await;
            assert_eq!(got.status, 403);
        }
        let got = room
            .post(
                &mut guesser,
                "/login",
                &[("name", "Ada"), ("password", PASSWORD)],
            )
            .await;
        assert_eq!(got.status, 429);
        assert!(!got.header("retry-after").is_empty());
    });
}

#[test]
fn signing_in_and_out() {
    run(async {
        let room = Room::new();
        room.administrator().await;
        let mut ada = Person::default();
        room.get(&mut ada, "/login").await;
        let got = room
            .post(
                &mut ada,
                "/login",
                &[
                    ("name", "Ada"),
                    ("password", PASSWORD),
                    ("to", "//elsewhere.example"),
                ],
            )
            .await;
        assert_eq!((got.status, got.header("location")), (303, "/"));
        let cookie = got.header("set-cookie").to_owned();
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
            "{cookie}"
        );
        assert_eq!(room.get(&mut ada, "/p/one/incidents").await.status, 200);
        let kept = ada.clone();
        assert_eq!(room.post(&mut ada, "/logout", &[]).await.status, 303);
        assert_eq!(
            room.get(&mut kept.clone(), "/p/one/incidents").await.status,
            303,
            "the session is over for every copy of the cookie"
        );
    });
}

#[test]
fn a_form_from_elsewhere_does_nothing() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        for csrf in ["", "0000", "a"] {
            ada.csrf = csrf.to_owned();
            let got = room
                .post(
                    &mut ada,
                    "/p/one/settings",
                    &[
                        ("set", "public"),
                        ("public", "all"),
                        ("delay", "0"),
                        ("coarsen", "none"),
                    ],
                )
                .await;
            assert_eq!(got.status, 403, "{csrf:?}");
        }
        assert_eq!(
            room.get(&mut Person::default(), "/p/one/incidents.json")
                .await
                .status,
            401,
            "nothing was opened"
        );
    });
}

#[test]
fn a_program_uses_a_token() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        let mut reader = room.member(&mut ada, "one", Role::Reader, "Rea").await;
        let made = room
            .post(&mut reader, "/account", &[("token", "script")])
            .await;
        let token = made
            .body
            .split("shown once: <code>")
            .nth(1)
            .and_then(|rest| rest.split('<').next())
            .expect("a token")
            .to_owned();
        let asked = |token: String, path: &str| {
            axum::http::Request::builder()
                .uri(path.to_owned())
                .header("authorization", format!("Bearer {token}"))
                .body(Body::empty())
                .expect("a request")
        };
        let mut program = Person::default();
        assert_eq!(
            room.ask(
                &mut program,
                asked(token.clone(), "/api/v1/p/one/incidents")
            )
            .await
            .status,
            200
        );
        assert_eq!(
            room.ask(
                &mut program,
                asked(token.clone(), "/api/v1/p/one/review/log")
            )
            .await
            .status,
            403
        );
        assert_eq!(
            room.ask(
                &mut program,
                asked("wrong".to_owned(), "/api/v1/p/one/incidents")
            )
            .await
            .status,
            401
        );
        room.post(&mut reader, "/account", &[("old_token", "script")])
            .await;
        assert_eq!(
            room.ask(&mut program, asked(token, "/api/v1/p/one/incidents"))
                .await
                .status,
            401
        );
    });
}
