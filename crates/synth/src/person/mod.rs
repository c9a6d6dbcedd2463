//! Somebody: bones, skin, hair, what the face does, what is worn.

pub(crate) mod body;
mod clothes;
mod expression;
mod extras;
mod hair;
mod head;
mod identity;
mod proportions;
mod shape;
mod sides;
pub(crate) mod skin;

pub(crate) use clothes::Clothes;
pub(crate) use expression::Expression;
pub(crate) use identity::Identity;
pub(crate) use shape::Face;
