//! Which fonts a theme wants, by what they are for.

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// Fonts by what they are for. Families that are not to be found are passed over: the embedded fonts come after them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct FontRoles {
    /// Running text, and everything that no other role is for.
    pub text: Families,
    /// The title and headings.
    pub heading: Families,
    /// Code.
    pub code: Families,
}

/// Families by name, the one to prefer first; written as a list, or as one name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Families(pub Vec<String>);

impl<'de> Deserialize<'de> for Families {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Names)
    }
}

struct Names;

/// More families than anyone lists; each is looked for on the machine.
const MOST: usize = 32;

impl<'de> Visitor<'de> for Names {
    type Value = Families;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a font family, or a list of such names")
    }
    fn visit_str<E: Error>(self, name: &str) -> Result<Families, E> {
        Ok(Families(vec![name.to_owned()]))
    }
    fn visit_unit<E: Error>(self) -> Result<Families, E> {
        Ok(Families::default())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Families, A::Error> {
        let mut found = Vec::new();
        while let Some(name) = names.next_element::<String>()? {
            found.push(name);
            if found.len() > MOST {
                return Err(A::Error::custom(format!("at most {MOST} families are looked for")));
            }
        }
        Ok(Families(found))
    }
}
