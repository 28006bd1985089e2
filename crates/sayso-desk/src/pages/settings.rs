//! Settings of a project: who may do what, what the public sees, and the log of what private details were shown.

use super::Frame;
use crate::http::{Answer, Call, Problem, Reply};
use crate::people::{Link, Member, Role, Setting};
use crate::project::PublicView;
use askama::Template;

#[derive(Template)]
#[template(path = "settings.html")]
struct SettingsPage {
    frame: Frame,
    members: Vec<Member>,
    roles: [Role; 4],
    view: PublicView,
    blind: bool,
    shown: Vec<[String; 4]>,
    /// A link that was just made.
    link: Option<String>,
}

fn with_link(call: &Call, link: Option<String>) -> Answer {
    let project = call.project()?;
    Reply::page(&SettingsPage {
        frame: Frame::new(call, "Settings"),
        members: call.app.people.members(&project.name)?,
        roles: Role::ALL,
        view: project.public_view(&call.app.people)?,
        blind: project.is_blind(&call.app.people)?,
        shown: call.app.people.logged(&project.name, 100)?,
        link,
    })
}

/// `GET settings`.
pub(crate) fn page(call: &Call) -> Answer {
    with_link(call, None)
}

/// `POST settings`: one thing at a time, named by `set`.
pub(crate) fn change(call: &Call) -> Answer {
    let project = call.project()?;
    let people = &call.app.people;
    let get = |name: &str| {
        call.form
            .params
            .get(name)
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let log = |what: &str, subject: &str| {
        people.log(
            &call.now.to_string(),
            &call.by(),
            &project.name,
            what,
            subject,
        )
    };
    match get("set").as_str() {
        "public" => {
            let (public, delay, coarsen) = (get("public"), get("delay"), get("coarsen"));
            if !["off", "all", "published"].contains(&public.as_str())
                || !["none", "town", "district", "province"].contains(&coarsen.as_str())
            {
                return Err(Problem::bad("this is no such setting"));
            }
            let days: u32 = delay
                .parse()
                .map_err(|_| Problem::bad("the delay is a number of days"))?;
            people.set(&project.name, Setting::Public, &public)?;
            people.set(&project.name, Setting::Delay, &days.min(3_650).to_string())?;
            people.set(&project.name, Setting::Coarsen, &coarsen)?;
            log(
                "public view set",
                &format!("{public}, {days} days, coarsen {coarsen}"),
            )?;
        }
        "review" => {
            let blind = get("blind");
            if !["on", "off"].contains(&blind.as_str()) {
                return Err(Problem::bad("this is no such setting"));
            }
            people.set(&project.name, Setting::Blind, &blind)?;
            log("blind review set", &blind)?;
        }
        "member" => {
            let name = get("name");
            let role = Role::from_name(&get("role"));
            if !people.set_member(&name, &project.name, role)? {
                return Err(Problem::missing("that person"));
            }
            log(
                "role set",
                &format!("{name}: {}", role.map_or("none", Role::name)),
            )?;
        }
        "invite" => {
            let role =
                Role::from_name(&get("role")).ok_or_else(|| Problem::bad("choose a role"))?;
            let link = Link {
                administrator: false,
                name: None,
                member_of: Some((project.name.clone(), role)),
            };
            let token = people.make_link(&link, call.now.as_second())?;
            log("link made", role.name())?;
            return with_link(call, Some(format!("/setup?token={token}")));
        }
        "index" => {
            project.rebuild()?;
            log("index made anew", "")?;
        }
        _ => return Err(Problem::bad("this is no such setting")),
    }
    Ok(Reply::see_other(&format!(
        "/p/{}/settings?done=saved",
        project.name
    )))
}
