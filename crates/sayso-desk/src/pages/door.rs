//! Coming in and going out: sign-in, one-time links, the account.

use super::Frame;
use crate::http::{Answer, Call, Format, Problem, Reply, no_session_cookie, session_cookie};
use crate::people::User;
use askama::Template;

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    frame: Frame,
    to: String,
    fault: Option<String>,
}

/// Only a path of this desk: an address elsewhere would lead people away.
fn inside(to: &str) -> String {
    let safe = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\r', '\n']);
    if safe { to.to_owned() } else { "/".to_owned() }
}

/// `GET /login`.
pub(crate) fn login_page(call: &Call) -> Answer {
    Reply::page(&LoginPage {
        frame: Frame::new(call, "Sign in"),
        to: inside(call.query.get("to").unwrap_or("/")),
        fault: None,
    })
}

/// `POST /login`.
pub(crate) fn login(call: &Call) -> Answer {
    let name = call
        .form
        .params
        .get("name")
        .unwrap_or_default()
        .trim()
        .to_owned();
    let password = call.form.params.get("password").unwrap_or_default();
    let now = call.now.as_second();
    let keys = [
        format!("name {}", name.to_lowercase()),
        format!("address {}", call.address),
    ];
    if let Some(wait) = keys
        .iter()
        .filter_map(|key| call.app.throttle.wait(key, now))
        .max()
    {
        return Err(Problem {
            retry_after: Some(wait),
            ..Problem::new(
                429,
                format!("too many wrong passwords; wait {wait} seconds"),
            )
        });
    }
    match call.app.people.sign_in(&name, password)? {
        Some(user) => {
            call.app.throttle.succeeded(&keys[0]);
            enter(
                call,
                &user,
                &inside(call.form.params.get("to").unwrap_or("/")),
            )
        }
        None => {
            for key in &keys {
                call.app.throttle.failed(key, now);
            }
            let page = LoginPage {
                frame: Frame::new(call, "Sign in"),
                to: inside(call.form.params.get("to").unwrap_or("/")),
                fault: Some("Name and password do not fit.".to_owned()),
            };
            Ok(Reply::page(&page)?.with_status(403))
        }
    }
}

fn enter(call: &Call, user: &User, to: &str) -> Answer {
    let token = call.app.people.begin(user, call.now.as_second())?;
    Ok(Reply::see_other(to).with("set-cookie", session_cookie(&call.app, &token)))
}

/// `POST /logout`.
pub(crate) fn logout(call: &Call) -> Answer {
    if let Some(token) = &call.session {
        call.app.people.end(token)?;
    }
    Ok(Reply::see_other("/login?done=signed-out").with("set-cookie", no_session_cookie()))
}

#[derive(Template)]
#[template(path = "setup.html")]
struct SetupPage {
    frame: Frame,
    token: String,
    /// The name, where it is set already.
    name: Option<String>,
    administrator: bool,
    fault: Option<String>,
}

/// `GET /setup?token=…`: a one-time link.
pub(crate) fn setup_page(call: &Call) -> Answer {
    let token = call.query.get("token").unwrap_or_default().to_owned();
    let link = call
        .app
        .people
        .link(&token, call.now.as_second())?
        .ok_or_else(|| {
            Problem::new(
                404,
                "this link was used already, is too old, or was never made",
            )
        })?;
    Reply::page(&SetupPage {
        frame: Frame::new(call, "Your account"),
        token,
        name: link.name,
        administrator: link.administrator,
        fault: None,
    })
}

/// `POST /setup`.
pub(crate) fn setup(call: &Call) -> Answer {
    let get = |name: &str| call.form.params.get(name).unwrap_or_default().to_owned();
    let (token, now) = (get("token"), call.now.as_second());
    let link = call.app.people.link(&token, now)?.ok_or_else(|| {
        Problem::new(
            404,
            "this link was used already, is too old, or was never made",
        )
    })?;
    let made = if get("password") == get("again") {
        call.app
            .people
            .use_link(&token, &get("name"), &get("password"), now)?
    } else {
        Err("the two passwords differ".to_owned())
    };
    match made {
        Ok(user) => enter(call, &user, "/"),
        Err(fault) => {
            let page = SetupPage {
                frame: Frame::new(call, "Your account"),
                token,
                name: link.name,
                administrator: link.administrator,
                fault: Some(fault),
            };
            Ok(Reply::page(&page)?.with_status(400))
        }
    }
}

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    frame: Frame,
    name: String,
    administrator: bool,
    tokens: Vec<String>,
    made: Option<String>,
}

fn user(call: &Call) -> Result<&User, Problem> {
    call.user
        .as_ref()
        .ok_or_else(|| Problem::new(401, "sign in first"))
}

fn account_with(call: &Call, made: Option<String>) -> Answer {
    let user = user(call)?;
    Reply::page(&AccountPage {
        frame: Frame::new(call, "Your account"),
        name: user.name.clone(),
        administrator: user.administrator,
        tokens: call.app.people.tokens(user)?,
        made,
    })
}

/// `GET /account`.
pub(crate) fn account(call: &Call) -> Answer {
    account_with(call, None)
}

/// `POST /account`: makes or drops a token for programs.
pub(crate) fn change_account(call: &Call) -> Answer {
    let user = user(call)?;
    if let Some(name) = call.form.params.get("old_token") {
        call.app.people.drop_token(user, name)?;
        return Ok(Reply::see_other("/account?done=saved"));
    }
    let name = call.form.params.get("token").unwrap_or_default().trim();
    if name.is_empty() || name.chars().count() > 80 {
        return Err(Problem::bad(
            "a token needs a name of at most 80 characters",
        ));
    }
    let made = call
        .app
        .people
        .make_token(user, name, call.now.as_second())?;
    if call.format == Format::Html {
        account_with(call, Some(made))
    } else {
        Reply::json(&serde_json::json!({"token": made}))
    }
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn signing_in_never_leads_away() {
        for (to, want) in [
            ("/p/x/incidents?q=a", "/p/x/incidents?q=a"),
            ("//elsewhere.example", "/"),
            ("https://elsewhere.example", "/"),
            ("/\\elsewhere.example", "/"),
            ("", "/"),
        ] {
            assert_eq!(inside(to), want, "{to}");
        }
    }
}
