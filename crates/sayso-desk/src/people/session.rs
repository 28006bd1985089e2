//! Sessions: a token in a cookie, of which only the hash is kept; it changes while it is used.

use super::secret::{kept, random_token};
use super::store::{People, User, user_of};
use crate::error::DeskError;
use rusqlite::{OptionalExtension, params};

/// Seconds after which a token is changed for a new one.
const TURNS: i64 = 15 * 60;
/// Seconds for which the former token still holds: requests under way carry it.
const FORMER_HOLDS: i64 = 60;
/// Seconds without use after which a session ends.
const IDLE: i64 = 12 * 3600;
/// Seconds after which a session ends in any case.
const LONGEST: i64 = 7 * 24 * 3600;

/// A person who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) user: User,
    /// What every form of this session carries.
    pub(crate) csrf: String,
    /// A new token for the cookie, where the present one was changed.
    pub(crate) turned: Option<String>,
}

impl People {
    /// Begins a session; gives the token for the cookie.
    pub(crate) fn begin(&self, user: &User, now: i64) -> Result<String, DeskError> {
        let (token, csrf) = (random_token()?, random_token()?);
        self.run(|connection| {
            connection.execute("DELETE FROM session WHERE used < ?1 OR began < ?2", params![now - IDLE, now - LONGEST])?;
            connection.execute(
                "INSERT INTO session (token, user, csrf, made, used, began) VALUES (?1, ?2, ?3, ?4, ?4, ?4)",
                params![kept(&token), user.id, csrf, now],
            )
        })?;
        Ok(token)
    }

    /// The session of a token, if it holds.
    pub(crate) fn session(&self, token: &str, now: i64) -> Result<Option<Session>, DeskError> {
        let hash = kept(token);
        let found = self.run(|connection| {
            connection
                .prepare_cached(
                    "SELECT user.id, user.name, user.administrator, csrf, made, used, session.token FROM session JOIN user ON user.id = session.user
                     WHERE (token = ?1 OR former = ?1 AND former_until >= ?2) AND used >= ?3 AND began >= ?4 AND closed = 0",
                )?
                .query_row(params![hash, now, now - IDLE, now - LONGEST], |row| {
                    Ok((
                        user_of(row)?,
                        row.get::<_, String>(3)?,
                        row.get::<_, i64>(4)?,
                        row.get::<_, i64>(5)?,
                        row.get::<_, String>(6)?,
                    ))
                })
                .optional()
        })?;
        let Some((user, csrf, made, used, present)) = found else {
            return Ok(None);
        };
        let mut turned = None;
        if present == hash && now - made > TURNS {
            turned = self.turn(&hash, now)?;
        } else if now - used > 60 {
            self.run(|connection| {
                connection.execute(
                    "UPDATE session SET used = ?1 WHERE token = ?2",
                    params![now, present],
                )
            })?;
        }
        Ok(Some(Session { user, csrf, turned }))
    }

    /// Changes a session's token for a new one; `None` if another request was quicker: this one's former token holds for a while.
    fn turn(&self, hash: &str, now: i64) -> Result<Option<String>, DeskError> {
        let next = random_token()?;
        let changed = self.run(|connection| {
            connection.execute(
                "UPDATE session SET token = ?1, made = ?2, used = ?2, former = ?3, former_until = ?4 WHERE token = ?3",
                params![kept(&next), now, hash, now + FORMER_HOLDS],
            )
        })?;
        Ok((changed == 1).then_some(next))
    }

    pub(crate) fn end(&self, token: &str) -> Result<(), DeskError> {
        self.run(|connection| {
            connection.execute(
                "DELETE FROM session WHERE token = ?1 OR former = ?1",
                [kept(token)],
            )
        })
        .map(drop)
    }

    /// Makes a token for programs; it is told once.
    pub(crate) fn make_token(
        &self,
        user: &User,
        name: &str,
        now: i64,
    ) -> Result<String, DeskError> {
        let token = random_token()?;
        self.run(|connection| {
            connection.execute(
                "INSERT INTO token (token, user, name, made) VALUES (?1, ?2, ?3, ?4)",
                params![kept(&token), user.id, name, now],
            )
        })?;
        Ok(token)
    }

    pub(crate) fn tokens(&self, user: &User) -> Result<Vec<String>, DeskError> {
        self.run(|connection| {
            let mut statement =
                connection.prepare("SELECT name FROM token WHERE user = ?1 ORDER BY made, name")?;
            let rows = statement.query_map([user.id], |row| row.get(0))?;
            rows.collect()
        })
    }

    pub(crate) fn drop_token(&self, user: &User, name: &str) -> Result<(), DeskError> {
        self.run(|connection| {
            connection.execute(
                "DELETE FROM token WHERE user = ?1 AND name = ?2",
                params![user.id, name],
            )
        })
        .map(drop)
    }

    pub(crate) fn of_token(&self, token: &str) -> Result<Option<User>, DeskError> {
        self.run(|connection| {
            connection
                .prepare_cached(
                    "SELECT user.id, user.name, user.administrator FROM token JOIN user ON user.id = token.user WHERE token = ?1 AND closed = 0",
                )?
                .query_row([kept(token)], user_of)
                .optional()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Link, Role};
    use super::*;

    #[test]
    fn tokens_turn_and_end() {
        let people = People::open(":memory:").expect("people");
        let link = Link {
            administrator: false,
            name: None,
            member_of: Some(("p".to_owned(), Role::Reviewer)),
        };
        let token = people.make_link(&link, 0).expect("link");
        assert!(
            people
                .use_link(&token, "Ada", "short", 1)
                .expect("used")
                .is_err()
        );
        let user = people
            .use_link(&token, "Ada", "long enough, this", 1)
            .expect("used")
            .expect("user");
        assert!(
            people
                .use_link(&token, "Bo", "long enough, this", 1)
                .expect("used")
                .is_err(),
            "a link is used once"
        );
        assert_eq!(people.role(&user, "p").expect("role"), Some(Role::Reviewer));
        assert_eq!(people.role(&user, "q").expect("role"), None);
        let first = people.begin(&user, 100).expect("session");
        assert_eq!(
            people
                .session(&first, 200)
                .expect("session")
                .expect("holds")
                .turned,
            None
        );
        let second = people
            .session(&first, 100 + TURNS + 1)
            .expect("session")
            .expect("holds")
            .turned
            .expect("turned");
        assert!(
            people
                .session(&first, 100 + TURNS + 30)
                .expect("session")
                .is_some(),
            "the former token holds for a while"
        );
        assert!(
            people
                .session(&first, 100 + TURNS + 100)
                .expect("session")
                .is_none()
        );
        assert!(
            people
                .session(&second, 100 + TURNS + 100)
                .expect("session")
                .is_some()
        );
        assert!(
            people
                .session(&second, 100 + TURNS + IDLE + 200)
                .expect("session")
                .is_none()
        );
        let hash = kept(&second);
        let at = 100 + 2 * TURNS + 2;
        let third = people
            .turn(&hash, at)
            .expect("turned")
            .expect("the first to ask");
        assert_eq!(
            people.turn(&hash, at).expect("asked"),
            None,
            "only one of two requests gets the new token"
        );
        assert!(people.session(&third, at).expect("session").is_some());
        assert!(people.session(&second, at + 1).expect("session").is_some());
        let second = third;
        people.end(&second).expect("end");
        assert!(
            people
                .session(&second, 100 + TURNS + 100)
                .expect("session")
                .is_none()
        );
    }
}
