//! How an experiment file says a network is trained.

use super::experiment::HOMES;
use crate::defaults::defaults;
use crate::document::Placed;
use crate::fields::{Fields, Kind};
use crate::mistake::Mistake;
use crate::values::{BELOW_ONE, COUNT, FACTOR, NOT_NEGATIVE, POSITIVE, SEEDS};
use crate::{
    Adam, Adamw, Constant, Cosine, Huber, L1, Loss, Mse, Optimizer, Rmsprop, Schedule,
    ScheduleShape, Sgd, SmoothL1, Step, TrainSpec, Wing,
};

const SCHEDULES: [Kind; 3] = [
    Kind {
        name: "constant",
        fields: &["warmup"],
    },
    Kind {
        name: "step",
        fields: &["warmup", "every", "factor"],
    },
    Kind {
        name: "cosine",
        fields: &["warmup", "over", "minimum"],
    },
];

const OPTIMIZERS: [Kind; 4] = [
    Kind {
        name: "sgd",
        fields: &["momentum", "nesterov", "weight_decay"],
    },
    Kind {
        name: "adam",
        fields: &["beta1", "beta2", "epsilon", "weight_decay"],
    },
    Kind {
        name: "adamw",
        fields: &["beta1", "beta2", "epsilon", "weight_decay"],
    },
    Kind {
        name: "rmsprop",
        fields: &["alpha", "epsilon", "weight_decay"],
    },
];

const LOSSES: [Kind; 5] = [
    Kind {
        name: "mse",
        fields: &[],
    },
    Kind {
        name: "l1",
        fields: &[],
    },
    Kind {
        name: "smooth-l1",
        fields: &["beta"],
    },
    Kind {
        name: "huber",
        fields: &["delta"],
    },
    Kind {
        name: "wing",
        fields: &["w", "epsilon"],
    },
];

/// What the train table says, and how many times that is done.
pub(super) fn train(fields: Fields<'_>) -> Option<(TrainSpec, usize)> {
    let epochs = fields.whole("epochs", &COUNT);
    let snapshots = snapshots(&fields, epochs.as_ref());
    let batch_size = fields.whole("batch_size", &COUNT);
    let evaluate_every = fields.whole("evaluate_every", &COUNT);
    let seed = fields.seed("seed");
    let seeds = fields.whole("seeds", &SEEDS);
    let learning_rate = fields.number("learning_rate", &POSITIVE);
    let loss_scale = fields.number("loss_scale", &POSITIVE);
    let schedule = fields
        .kind("schedule", &SCHEDULES, defaults(&["schedule"]))
        .and_then(|kind| schedule(kind, epochs.as_ref(), learning_rate.as_ref()));
    let optimizer = fields
        .kind("optimizer", &OPTIMIZERS, defaults(&["optimizer"]))
        .and_then(optimizer);
    let loss = fields
        .kind("loss", &LOSSES, defaults(&["loss"]))
        .and_then(loss);
    fields.finish(&HOMES);
    let spec = TrainSpec {
        epochs: epochs?.value,
        snapshots: snapshots?,
        batch_size: batch_size?.value,
        evaluate_every: evaluate_every?.value,
        seed: seed?,
        learning_rate: learning_rate?.value,
        schedule: schedule?,
        optimizer: optimizer?,
        loss: loss?,
        loss_scale: loss_scale?.value,
    };
    Some((spec, seeds?.value))
}

fn snapshots(fields: &Fields<'_>, epochs: Option<&Placed<usize>>) -> Option<Vec<usize>> {
    let Some(node) = fields.optional("snapshots") else {
        return Some(Vec::new());
    };
    let path = fields.path("snapshots");
    let items = fields.log.list(node, &path, "numbers of epochs")?;
    let mut kept = Vec::new();
    let mut whole = true;
    for item in &items.value {
        let Some(snapshot) = fields.log.whole(item, &path, &COUNT) else {
            whole = false;
            continue;
        };
        match epochs {
            Some(epochs) if snapshot.value > epochs.value => {
                let message = format!(
                    "a snapshot after {} epochs, which the run never reaches",
                    snapshot.value
                );
                let mistake = Mistake::new(&snapshot.place, message);
                fields.log.add(ends(mistake, epochs));
            }
            // The end is kept anyway.
            Some(epochs) if snapshot.value == epochs.value => {}
            _ => kept.push(snapshot.value),
        }
    }
    kept.sort_unstable();
    kept.dedup();
    whole.then_some(kept)
}

fn ends(mistake: Mistake, epochs: &Placed<usize>) -> Mistake {
    mistake
        .label("beyond the end")
        .related(&epochs.place, "the run ends here")
}

fn schedule(
    (kind, fields): (&str, Fields<'_>),
    epochs: Option<&Placed<usize>>,
    learning_rate: Option<&Placed<f64>>,
) -> Option<Schedule> {
    let warmup = fields.number("warmup", &NOT_NEGATIVE);
    let shape = match kind {
        "step" => step(&fields),
        "cosine" => cosine(&fields, warmup.as_ref(), epochs, learning_rate),
        _ => Some(Constant.into()),
    };
    fields.finish(&[]);
    Some(Schedule {
        warmup: warmup?.value,
        shape: shape?,
    })
}

fn step(fields: &Fields<'_>) -> Option<ScheduleShape> {
    let every = fields.whole("every", &COUNT);
    let factor = fields.number("factor", &FACTOR);
    Some(
        Step {
            every: every?.value,
            factor: factor?.value,
        }
        .into(),
    )
}

fn cosine(
    fields: &Fields<'_>,
    warmup: Option<&Placed<f64>>,
    epochs: Option<&Placed<usize>>,
    learning_rate: Option<&Placed<f64>>,
) -> Option<ScheduleShape> {
    let over = match fields.optional("over") {
        Some(node) => fields.log.whole(node, &fields.path("over"), &COUNT),
        None => epochs.cloned(),
    };
    let minimum = fields.number("minimum", &NOT_NEGATIVE);
    if let (Some(warmup), Some(over)) = (warmup, &over)
        && warmup.value >= over.value as f64
    {
        let place = fields.log.nearest(&[&warmup.place, &over.place]);
        let message = "`train.schedule.warmup` must end before the cosine does";
        let label = format!(
            "{} epochs of warm-up, the cosine ends after {}",
            warmup.value, over.value
        );
        fields.log.add(Mistake::new(place, message).label(label));
    }
    if let (Some(minimum), Some(rate)) = (&minimum, learning_rate)
        && minimum.value > rate.value
    {
        let place = fields.log.nearest(&[&minimum.place, &rate.place]);
        let message = "`train.schedule.minimum` must be at most the learning rate";
        let label = format!(
            "the minimum is {}, the learning rate {}",
            minimum.value, rate.value
        );
        fields.log.add(Mistake::new(place, message).label(label));
    }
    Some(
        Cosine {
            over: over?.value,
            minimum: minimum?.value,
        }
        .into(),
    )
}

fn optimizer((kind, fields): (&str, Fields<'_>)) -> Option<Optimizer> {
    let weight_decay = fields.number("weight_decay", &NOT_NEGATIVE);
    let optimizer = match kind {
        "sgd" => sgd(&fields, weight_decay.as_ref()),
        "rmsprop" => rmsprop(&fields, weight_decay.as_ref()),
        _ => adam(&fields, weight_decay.as_ref(), kind == "adamw"),
    };
    fields.finish(&[]);
    optimizer
}

fn sgd(fields: &Fields<'_>, weight_decay: Option<&Placed<f64>>) -> Option<Optimizer> {
    let momentum = fields.number("momentum", &BELOW_ONE);
    let nesterov = fields.flag("nesterov");
    if let (Some(momentum), Some(nesterov)) = (&momentum, &nesterov)
        && nesterov.value
        && momentum.value == 0.0
    {
        let place = fields.log.nearest(&[&nesterov.place, &momentum.place]);
        let message = "`train.optimizer.nesterov` needs momentum";
        let mistake = Mistake::new(place, message).label("the momentum is 0");
        fields
            .log
            .add(mistake.help("say `momentum = 0.9`, or leave `nesterov` out"));
    }
    Some(
        Sgd {
            momentum: momentum?.value,
            nesterov: nesterov?.value,
            weight_decay: weight_decay?.value,
        }
        .into(),
    )
}

fn adam(
    fields: &Fields<'_>,
    weight_decay: Option<&Placed<f64>>,
    decoupled: bool,
) -> Option<Optimizer> {
    let beta1 = fields.number("beta1", &BELOW_ONE);
    let beta2 = fields.number("beta2", &BELOW_ONE);
    let epsilon = fields.number("epsilon", &POSITIVE);
    let (beta1, beta2) = (beta1?.value, beta2?.value);
    let (epsilon, weight_decay) = (epsilon?.value, weight_decay?.value);
    Some(match decoupled {
        false => Adam {
            beta1,
            beta2,
            epsilon,
            weight_decay,
        }
        .into(),
        true => Adamw {
            beta1,
            beta2,
            epsilon,
            weight_decay,
        }
        .into(),
    })
}

fn rmsprop(fields: &Fields<'_>, weight_decay: Option<&Placed<f64>>) -> Option<Optimizer> {
    let alpha = fields.number("alpha", &BELOW_ONE);
    let epsilon = fields.number("epsilon", &POSITIVE);
    Some(
        Rmsprop {
            alpha: alpha?.value,
            epsilon: epsilon?.value,
            weight_decay: weight_decay?.value,
        }
        .into(),
    )
}

fn loss((kind, fields): (&str, Fields<'_>)) -> Option<Loss> {
    let positive = |name| Some(fields.number(name, &POSITIVE)?.value);
    let loss = match kind {
        "l1" => Some(L1.into()),
        "smooth-l1" => positive("beta").map(|beta| SmoothL1 { beta }.into()),
        "huber" => positive("delta").map(|delta| Huber { delta }.into()),
        "wing" => {
            let (w, epsilon) = (positive("w"), positive("epsilon"));
            w.zip(epsilon)
                .map(|(w, epsilon)| Wing { w, epsilon }.into())
        }
        _ => Some(Mse.into()),
    };
    fields.finish(&[]);
    loss
}
