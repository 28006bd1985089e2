//! Word lists whose overlays are joined as TOML before they are read: lists grow, words are added, values replace.

use toml::{Table, Value};

/// A stock's list with a user's own joined to it.
///
/// # Errors
/// If one of them is no TOML, or a key holds a list in one and a table in the other.
pub(crate) fn joined(stock: &Table, overlay: &str) -> Result<Table, String> {
    let mut table = stock.clone();
    let over: Table = toml::from_str(overlay).map_err(|error| error.to_string())?;
    join(&mut table, over)?;
    Ok(table)
}

fn join(own: &mut Table, over: Table) -> Result<(), String> {
    for (key, added) in over {
        let Some(known) = own.get_mut(&key) else {
            // Unknown keys are told when the whole is read.
            own.insert(key, added);
            continue;
        };
        match (&mut *known, added) {
            (Value::Table(known), Value::Table(added)) => join(known, added)?,
            (Value::Array(known), Value::Array(added)) => known.extend(added),
            (Value::String(known), Value::String(added)) => {
                known.push(' ');
                known.push_str(&added);
            }
            (Value::Array(known), Value::String(added)) => {
                known.extend(
                    added
                        .split_whitespace()
                        .map(|word| Value::String(word.to_owned())),
                );
            }
            (Value::String(words), Value::Array(added)) => {
                let words = words
                    .split_whitespace()
                    .map(|word| Value::String(word.to_owned()));
                *known = Value::Array(words.chain(added).collect());
            }
            (known, added) if known.type_str() == added.type_str() => *known = added,
            (known, added) => {
                return Err(format!(
                    "`{key}` is a {} where the stock has a {}",
                    added.type_str(),
                    known.type_str()
                ));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_grow_and_tables_are_joined() {
        let stock: Table =
            toml::from_str("a = \"x y\"\nb = [\"one\"]\n[c]\nd = [\"e\"]\n").expect("TOML");
        let table = joined(
            &stock,
            "a = [\"two words\"]\nb = \"two\"\n[c]\nd = [\"f\"]\n",
        )
        .expect("joined");
        let wanted: Table = toml::from_str(
            "a = [\"x\", \"y\", \"two words\"]\nb = [\"one\", \"two\"]\n[c]\nd = [\"e\", \"f\"]\n",
        )
        .expect("TOML");
        assert_eq!(table, wanted);
        assert!(joined(&stock, "[b]\n").is_err());
    }
}
