//! What is compared.

/// The results of one experiment under a metric.
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    /// The experiment's name.
    pub name: &'a str,
    /// One row a seed, one number a test image, in the same order of images everywhere.
    pub seeds: Vec<&'a [f64]>,
    /// Ids of the trainings behind the rows, where they are known. Two outcomes of the same
    /// trainings, as after other numbers of epochs, are compared training by training.
    pub trainings: Option<Vec<&'a str>>,
}

impl Outcome<'_> {
    /// Its numbers less those of `reference`, a row a training; `None` where the two are not known
    /// to be of the same trainings.
    pub(super) fn less(&self, reference: &Self) -> Option<Vec<Vec<f64>>> {
        let (own, other) = (self.trainings.as_ref()?, reference.trainings.as_ref()?);
        let difference = |(id, row): (&&str, &&[f64])| -> Option<Vec<f64>> {
            let place = other.iter().position(|each| each == id)?;
            let pairs = row.iter().zip(reference.seeds[place]);
            Some(pairs.map(|(a, b)| a - b).collect())
        };
        let rows = own.iter().zip(&self.seeds).map(difference);
        rows.collect::<Option<_>>()
            .filter(|_| own.len() == other.len())
    }
}
