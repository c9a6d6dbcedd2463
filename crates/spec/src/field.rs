//! What is known of a field: its name, what it means, its default, what it takes.

/// A field of a table.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// What files call it.
    pub name: &'static str,
    /// What it means, one line of text after the other.
    pub doc: &'static str,
    /// What holds where a file does not say it.
    pub preset: Preset,
    /// The values it takes.
    pub accepts: Accepts,
}

/// What holds where a file does not say a field.
#[derive(Clone, Copy, Debug)]
pub enum Preset {
    /// A value, as TOML.
    Value(&'static str),
    /// The value of another field, by its path from the top of the file.
    As(&'static str),
    /// No value; the words say what is done then.
    Absent(&'static str),
    /// Nothing: the field has to be said.
    Required,
}

/// The values that a field takes.
#[derive(Clone, Copy, Debug)]
pub enum Accepts {
    /// A text that is not empty.
    Text,
    /// Any text, an empty one too.
    Prose,
    /// A list of texts; the words say of what.
    Texts(&'static str),
    /// A text with a meaning.
    Word(Words),
    /// One of several names.
    Choice(&'static [&'static str]),
    /// The same, or what one of them was called in earlier versions: that name, then today's.
    Renamed(
        &'static [&'static str],
        &'static [(&'static str, &'static str)],
    ),
    /// `true` or `false`.
    Flag,
    /// A number that seeds a generator.
    Seed,
    /// A whole number.
    Whole(Wholes),
    /// A whole number that can be negative, from minus this to this.
    Signed(i64),
    /// A whole number, or `"all"`.
    WholeOrAll(Wholes),
    /// A list of whole numbers; the words say of what.
    Wholes(&'static str, Wholes),
    /// A number.
    Number(Numbers),
    /// A table with these fields, group after group.
    Table(&'static [&'static [Field]]),
    /// A list of tables with these fields; the words say how each is written.
    Tables(&'static [Field], &'static str),
    /// A table whose `kind` says what it describes, or that kind alone.
    Kind(Kinds),
}

/// What is known of a kind without its type.
#[derive(Clone, Copy, Debug)]
pub struct KindOf {
    /// What files call it.
    pub name: &'static str,
    /// What it is, one line of text after the other.
    pub doc: &'static str,
    /// The fields it has.
    pub fields: &'static [Field],
}

/// The kinds a field can be of.
#[derive(Clone, Copy, Debug)]
pub struct Kinds {
    /// Each kind with its own fields.
    pub kinds: &'static [KindOf],
    /// Fields that every kind has.
    pub shared: &'static [Field],
}

/// Texts with a meaning, such as the names of layers.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// In words, after "must be".
    pub allowed: &'static str,
    /// Names that are among them; one that is like a text is suggested instead of it.
    pub names: &'static [&'static str],
    /// What else is among them, where there are names; may be empty.
    pub besides: &'static str,
    /// What is said of a text that is none of them; empty to say what was found.
    pub otherwise: &'static str,
    /// Whether a text is one of them.
    pub holds: fn(&str) -> bool,
}

impl Accepts {
    /// What a value must be, in words that follow "must be".
    pub fn words(&self) -> String {
        match self {
            Self::Text => "a text in quotes that is not empty".to_owned(),
            Self::Prose => "a text in quotes".to_owned(),
            Self::Texts(of) => format!("a list of {of}"),
            Self::Word(words) => match words.names {
                [] => words.allowed.to_owned(),
                names => format!("{}: {}, or {}", words.allowed, one_of(names), words.besides),
            },
            Self::Choice(names) | Self::Renamed(names, _) => one_of(names),
            Self::Flag => "`true` or `false`".to_owned(),
            Self::Seed => "a whole number, 0 or more".to_owned(),
            Self::Whole(range) => range.words(),
            Self::Signed(far) => format!("a whole number from -{far} to {far}"),
            Self::WholeOrAll(range) => format!("`\"all\"` or {}", range.words()),
            Self::Wholes(of, _) => format!("a list of {of}"),
            Self::Number(range) => range.allowed.to_owned(),
            Self::Table(_) => "a table of fields".to_owned(),
            Self::Tables(_, like) => format!("a list of tables{like}"),
            Self::Kind(kinds) => {
                let names: Vec<_> = kinds.kinds.iter().map(|kind| kind.name).collect();
                format!("{}, or a table with a `kind`", one_of(&names))
            }
        }
    }
}

/// `` one of `a`, `b` `` or just `` `a` ``.
fn one_of(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [only] => only.clone(),
        _ => format!("one of {}", quoted.join(", ")),
    }
}

impl Wholes {
    /// What a number must be, in words that follow "must be".
    pub fn words(&self) -> String {
        format!("a whole number from {} to {}", self.from, self.to)
    }
}

/// Whole numbers that a field takes, both ends included.
#[derive(Clone, Copy, Debug)]
pub struct Wholes {
    /// The first.
    pub from: usize,
    /// The last.
    pub to: usize,
}

/// More epochs, steps, images or widths than this are a slip of the hand, and sums and products of
/// what is allowed stay far from overflowing.
const MANY: usize = 1_000_000;

pub(crate) const COUNT: Wholes = Wholes { from: 1, to: MANY };
pub(crate) const COUNT_OR_ZERO: Wholes = Wholes { from: 0, to: MANY };
pub(crate) const SEEDS: Wholes = Wholes {
    from: 1,
    to: crate::MOST_SEEDS,
};
pub(crate) const PIXELS: Wholes = Wholes { from: 1, to: 4096 };
pub(crate) const CHANNELS: Wholes = Wholes {
    from: 1,
    to: 65_536,
};

/// Finite numbers that a field takes.
#[derive(Clone, Copy, Debug)]
pub struct Numbers {
    /// In words, after "must be".
    pub allowed: &'static str,
    /// Whether a finite number is one of them.
    pub holds: fn(f64) -> bool,
}

pub(crate) const POSITIVE: Numbers = Numbers {
    allowed: "a finite number above 0",
    holds: |x| x > 0.0,
};
pub(crate) const NOT_NEGATIVE: Numbers = Numbers {
    allowed: "a finite number, 0 or more",
    holds: |x| x >= 0.0,
};
pub(crate) const PROBABILITY: Numbers = Numbers {
    allowed: "a number from 0 to 1",
    holds: |x| (0.0..=1.0).contains(&x),
};
pub(crate) const DEGREES: Numbers = Numbers {
    allowed: "a number of degrees from 0 to 180",
    holds: |x| (0.0..=180.0).contains(&x),
};
pub(crate) const BELOW_ONE: Numbers = Numbers {
    allowed: "a number from 0 up to but not including 1",
    holds: |x| (0.0..1.0).contains(&x),
};
pub(crate) const SHARE: Numbers = Numbers {
    allowed: "a number between 0 and 1, neither of them included",
    holds: |x| x > 0.0 && x < 1.0,
};
pub(crate) const FACTOR: Numbers = Numbers {
    allowed: "a number above 0 and at most 1",
    holds: |x| x > 0.0 && x <= 1.0,
};
