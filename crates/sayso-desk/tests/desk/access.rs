//! Nobody reaches what is not theirs: every route of the table, asked by everybody, in their own project and in a foreign one.

use super::room::{Person, Room, run};
use axum::body::Body;
use sayso_desk::{Access, ROUTES, Role};

/// What an access answers to whom; `None` is somebody without an account, the outer `Err` a person of another project.
fn expected(access: Access, role: Result<Option<Role>, ()>) -> &'static [u16] {
    const IN: &[u16] = &[200, 303, 400, 404, 415];
    match (access, role) {
        (Access::Open, _) => IN,
        (Access::SignedIn, Ok(None)) => &[401],
        (Access::SignedIn, _) => IN,
        (Access::Public | Access::Project(_), Ok(None)) => &[401],
        (Access::Public | Access::Project(_), Err(())) => &[404],
        (Access::Public, Ok(Some(_))) => IN,
        (Access::Project(least), Ok(Some(role))) if role >= least => IN,
        (Access::Project(_), Ok(Some(_))) => &[403],
    }
}

#[test]
fn nobody_reaches_what_is_not_theirs() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        let mut people: Vec<(String, Result<Option<Role>, ()>, Person)> =
            vec![("nobody".to_owned(), Ok(None), Person::default())];
        for role in [
            Role::Reader,
            Role::Reviewer,
            Role::Publisher,
            Role::Administrator,
        ] {
            let own = room
                .member(&mut ada, "one", role, &format!("own {}", role.name()))
                .await;
            people.push((format!("own {}", role.name()), Ok(Some(role)), own));
            let foreign = room
                .member(&mut ada, "two", role, &format!("foreign {}", role.name()))
                .await;
            people.push((format!("foreign {}", role.name()), Err(()), foreign));
        }
        let mut checked = 0;
        for route in ROUTES {
            for (name, role, person) in &mut people {
                if route.path == "/logout" && *role != Ok(None) {
                    continue;
                }
                let mut paths = Vec::new();
                if !(route.api
                    && route.method == "POST"
                    && route.summary.starts_with("Code a report"))
                {
                    paths.push(route.path.to_owned());
                }
                if route.api {
                    paths.push(format!("/api/v1{}", route.path));
                }
                for path in paths {
                    let path = path.replace("{project}", "one").replace("{id}", "nothing");
                    let in_project = route.path.contains("{project}");
                    let request = room
                        .request(person, route.method, &path)
                        .header("accept", "application/json")
                        .header("content-type", "application/x-www-form-urlencoded")
                        .header("x-csrf-token", &person.csrf)
                        .body(Body::empty())
                        .expect("a request");
                    let got = room.ask(person, request).await;
                    let role = if in_project {
                        *role
                    } else {
                        role.map_err(|()| ()).or(Ok(Some(Role::Reader)))
                    };
                    let want = expected(route.access, role);
                    // Signing in without name and password is refused, and slowed down.
                    let no_form = route.method == "POST"
                        && matches!(route.access, Access::Open)
                        && [403, 429].contains(&got.status);
                    assert!(
                        want.contains(&got.status) || no_form,
                        "{} {path} by {name}: {} {}",
                        route.method,
                        got.status,
                        got.body
                    );
                    assert!(
                        !got.body.contains("Farhaven"),
                        "{path} by {name} tells of another project"
                    );
                    checked += 1;
                }
            }
        }
        assert!(checked > 300, "only {checked} were asked");
    });
}

#[test]
fn a_foreign_project_looks_like_none() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        let mut reader = room.member(&mut ada, "one", Role::Reader, "Rea").await;
        let foreign = room.get(&mut reader, "/p/two/incidents.json").await;
        let none = room.get(&mut reader, "/p/three/incidents.json").await;
        assert_eq!((foreign.status, foreign.json()), (none.status, none.json()));
        let start = room.get(&mut reader, "/").await;
        assert!(!start.body.contains("/p/two"));
        assert_eq!(
            room.get(&mut ada, "/p/two/incidents.json").await.json()["items"][0]["place"]["name"],
            "Farhaven"
        );
    });
}
