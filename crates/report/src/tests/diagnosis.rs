//! What is found about runs, from records made by hand.

use std::collections::HashMap;

use crate::charts::{AxisScale, Curve};
use crate::diagnosis::{Finding, FindingKind, diagnosis, findings};
use crate::section::section;
use crate::study::{RunData, StudyData};
use crate::tests::shown::{charts, groups, health, landmark_map};
use crate::tests::study::{FACES, comparison, study, truth};
use crate::write::text_table;
use faceoff_record::{
    EpochHealth, EpochMetrics, LayerHealth, ParameterHealth, Predictions, Status, Table,
};
use faceoff_spec::{Comparison, Cosine, ScheduleShape};

/// The study with the base's run changed by `change`, trained to `epochs` epochs.
pub(crate) fn with_base(epochs: usize, change: impl FnOnce(&mut RunData)) -> StudyData {
    let mut data = study();
    for comparison in &mut data.study.comparisons {
        for entry in &mut comparison.entries {
            entry.epoch = epochs;
        }
    }
    let run = data.runs.get_mut("run-of-base").unwrap();
    learned(run, epochs);
    change(run);
    data
}

/// Predictions that are right after `epochs` epochs, and a mean face that is ten pixels off.
fn learned(run: &mut RunData, epochs: usize) {
    let predictions = Predictions {
        validation: Table::default(),
        test: run.samples.test.truth.clone(),
        train: run.samples.train.truth.clone(),
    };
    run.predictions = [(epochs, predictions)].into();
    run.record.constant_face.face = truth(11);
}

/// What is found about the base.
pub(crate) fn of_base(data: &StudyData) -> Vec<Finding> {
    findings(&data.entries(rates(data))[0])
}

/// The comparison of rates, over as many epochs as the base was trained for.
fn rates(data: &StudyData) -> &Comparison {
    let mut comparisons = data.study.comparisons.iter();
    comparisons.find(|c| c.name == "rates").unwrap()
}

fn kinds(findings: &[Finding]) -> Vec<FindingKind> {
    findings.iter().map(|finding| finding.kind).collect()
}

pub(crate) fn lines(
    train: impl Fn(f64) -> f64,
    test: impl Fn(f64) -> f64,
    epochs: usize,
) -> Vec<EpochMetrics> {
    (0..epochs)
        .map(|epoch| EpochMetrics {
            validation_loss: None,
            epoch,
            train_loss: train(epoch as f64),
            train_loss_remeasured: Some(train(epoch as f64)),
            test_loss: Some(test(epoch as f64)),
            learning_rate: 0.001,
            seconds: 1.0,
            waiting_seconds: Some(0.1),
            evaluation_seconds: Some(1.0),
            images_per_second: 30.0,
        })
        .collect()
}

/// For both sets it predicts `face` every time, after `epochs` epochs.
fn always(run: &mut RunData, face: Vec<f32>, epochs: usize) {
    let table = Table {
        columns: 136,
        values: face.repeat(FACES),
    };
    let predictions = Predictions {
        validation: Table::default(),
        test: table.clone(),
        train: table,
    };
    run.predictions = [(epochs, predictions)].into();
}

/// A network whose first linear layer is alive in epochs 0 and 1 and dead from 2 on.
fn dying(epochs: usize) -> Vec<EpochHealth> {
    let layer = |layer: &str, units: usize, dead: usize| LayerHealth {
        layer: layer.to_owned(),
        units,
        dead,
        mean: Some(0.1),
    };
    let parameter = |name: &str, gradient: f64| ParameterHealth {
        name: name.to_owned(),
        norm: Some(10.0),
        gradient: Some(gradient),
        update_ratio: Some(1e-3),
    };
    (0..epochs)
        .map(|epoch| EpochHealth {
            epoch,
            images: 32,
            layers: vec![
                layer("conv1", 32, 3),
                layer("linear1", 5440, if epoch < 2 { 2720 } else { 5440 }),
                layer("linear2", 1088, 1088 * usize::from(epoch > 3)),
            ],
            parameters: vec![
                parameter("conv1.weight", if epoch < 2 { 0.5 } else { 0.0 }),
                parameter("linear3.weight", 0.5),
                parameter("linear3.bias", 0.5),
            ],
        })
        .collect()
}

#[test]
fn a_dead_network_learned_a_constant_and_the_layer_is_named() {
    let data = with_base(20, |run| {
        run.metrics = lines(|_| 0.19, |_| 0.165, 20);
        run.health = dying(20);
        always(run, truth(1), 20);
    });
    let found = of_base(&data);
    assert_eq!(kinds(&found), [FindingKind::Constant, FindingKind::Leak]);
    insta::assert_debug_snapshot!(found[0]);
}

#[test]
fn the_health_of_an_ill_network_is_shown_by_layer() {
    let data = with_base(20, |run| {
        run.metrics = lines(|_| 0.19, |_| 0.165, 20);
        run.health = dying(20);
        always(run, truth(1), 20);
    });
    let shown = groups(&data, rates(&data), "health");
    assert_eq!(shown.len(), 1, "the other has no health");
    let about = shown[0].about.as_ref().unwrap();
    assert_eq!(
        (about.entry.as_str(), about.title.as_str()),
        ("Base", "Health by epoch: Base")
    );
    let labels = |quantity: &'static str| {
        let lines = health(&shown[0], quantity).lines.into_iter();
        let labels: Vec<String> = lines.map(|line| line.label.to_string()).collect();
        (quantity, labels)
    };
    let quantities = ["dead-units", "activations", "gradients", "steps"];
    insta::assert_debug_snapshot!(quantities.map(labels));
    let dead = health(&shown[0], "dead-units");
    let shares: Vec<_> = dead.lines[1].points[..3].to_vec();
    assert_eq!(shares, [(0.0, 50.0), (1.0, 50.0), (2.0, 100.0)]);
    // A gradient that dies has a place on the axis, and the small print says which.
    let gradients = health(&shown[0], "gradients");
    assert_eq!(gradients.lines[0].points[2], (2.0, 0.0));
    let charts = charts(&data, rates(&data), "health");
    assert_eq!(charts.len(), quantities.len());
    let layers = charts.iter().flat_map(|chart| &chart.lines);
    let layers = layers.filter(|line| line.curve == Curve::Layer);
    let mut colors = HashMap::new();
    for line in layers {
        let layer = line.label.name.split([' ', '.']).next().unwrap();
        let color = *colors.entry(layer).or_insert(line.color);
        assert_eq!(color, line.color, "one colour of {layer} in all charts");
    }
}

#[test]
fn zeros_lie_on_the_edge_of_a_logarithmic_axis() {
    let data = with_base(20, |run| {
        run.health = dying(20);
        for (epoch, line) in run.health.iter_mut().enumerate() {
            line.parameters[1].gradient = Some(0.5 * 0.1f64.powi(epoch as i32));
        }
        always(run, truth(1), 20);
    });
    let shown = groups(&data, rates(&data), "health");
    let gradients = health(&shown[0], "gradients");
    assert_eq!(gradients.y.scale, AxisScale::Log);
    let words = "0 lies on its lower edge".to_owned();
    assert!(gradients.notes.contains(&words), "{:?}", gradients.notes);
}

#[test]
fn a_comparison_can_ask_for_health_and_switch_charts_off() {
    let mut data = with_base(20, |run| run.health = dying(20));
    let mut comparison = rates(&data).clone();
    let parts = |data: &StudyData, comparison: &_| {
        (
            groups(data, comparison, "health").len(),
            !charts(data, comparison, "errors").is_empty(),
            landmark_map(data, comparison).is_some(),
        )
    };
    assert_eq!(parts(&data, &comparison), (0, true, true), "a healthy run");
    comparison.health_charts = Some(true);
    assert_eq!(parts(&data, &comparison), (1, true, true));
    (comparison.error_chart, comparison.landmark_chart) = (Some(false), Some(false));
    assert_eq!(parts(&data, &comparison), (1, false, false));
    comparison.loss_chart = None;
    comparison.error_chart = Some(true);
    assert_eq!(parts(&data, &comparison), (1, true, false));

    let base = data.runs.get_mut("run-of-base").unwrap();
    always(base, truth(1), 20);
    comparison.health_charts = Some(false);
    assert_eq!(parts(&data, &comparison).0, 0);
}

#[test]
fn health_after_the_epochs_compared_is_not_looked_at() {
    let data = with_base(2, |run| {
        run.metrics = lines(|_| 0.19, |_| 0.165, 20);
        run.health = dying(20);
        always(run, truth(1), 2);
    });
    let found = of_base(&data);
    assert_eq!(found[0].kind, FindingKind::AtStart);
    let sentence = &found[0].sentence;
    assert!(!sentence.contains("is dead"), "{sentence}");
    let evidence = &found[0].evidence;
    let dead = evidence.iter().find(|e| e.what == "Dead units at the end");
    let dead = &dead.unwrap().value;
    assert_eq!(dead, "conv1 9.38 %, linear1 50.0 %, linear2 0 %");
}

#[test]
fn vanished_gradients_and_small_steps_are_told_apart() {
    let cause = |change: &dyn Fn(&mut ParameterHealth)| {
        let data = with_base(2, |run| {
            run.health = dying(2);
            run.health[1].parameters.iter_mut().for_each(change);
            always(run, truth(1), 2);
        });
        of_base(&data).remove(0).sentence
    };
    let vanished = cause(&|p| {
        if p.name == "conv1.weight" {
            p.gradient = Some(5e-5);
        }
    });
    let expected = "Gradients have vanished: in late epochs that of conv1.weight is 0.000100 \
                    times as long";
    assert!(vanished.contains(expected), "{vanished}");
    let slow = cause(&|p| p.update_ratio = Some(2e-6));
    assert!(slow.contains("hardly move"), "{slow}");
}

#[test]
fn a_relu_after_the_last_layer_is_named_where_it_keeps_coordinates_at_0() {
    // As many coordinates as get the same prediction for every face.
    const STUCK: usize = 41;
    let data = with_base(2, |run| {
        let right = run.samples.test.truth.clone();
        let face = truth(1);
        let mut table = right.clone();
        for row in table.values.chunks_exact_mut(face.len()) {
            // Along y all faces are the same.
            let x = row.iter_mut().zip(&face).step_by(2);
            x.take(STUCK).for_each(|(x, same)| *x = *same);
        }
        let predictions = Predictions {
            validation: Table::default(),
            test: table,
            train: right,
        };
        run.predictions = [(2, predictions)].into();
        run.health = dying(2);
        for line in &mut run.health {
            let outputs = line.layers.last_mut().unwrap();
            outputs.layer = "linear3".to_owned();
            (outputs.units, outputs.dead) = (face.len(), STUCK);
        }
    });
    let found = of_base(&data);
    let sentence = &found[0].sentence;
    assert!(
        sentence.contains("in 41 of 136 coordinates")
            && sentence.contains("41 of the 136 outputs of linear3 were 0"),
        "{sentence}"
    );
}

#[test]
fn a_network_whose_loss_still_falls_has_not_left_its_start() {
    let begin = |e: f64| 0.6 * (e + 1.0).powf(-0.4);
    let found = |epochs: usize, falls: bool, change: &dyn Fn(&mut RunData)| {
        let data = with_base(epochs, |run| {
            run.metrics = match falls {
                true => lines(begin, begin, epochs),
                false => lines(|_| 0.19, |_| 0.165, epochs),
            };
            always(run, truth(1), epochs);
            change(run);
        });
        of_base(&data).remove(0)
    };
    let slow = |run: &mut RunData| {
        run.health = dying(2);
        for line in &mut run.health {
            line.layers.clear();
            for parameter in &mut line.parameters {
                (parameter.gradient, parameter.update_ratio) = (Some(0.5), Some(2e-6));
            }
        }
    };
    let early = found(12, true, &slow);
    assert_eq!(
        (early.kind, early.headline.as_str()),
        (FindingKind::AtStart, "Has not left its start yet")
    );
    for words in [
        "It predicts almost the same landmarks for every face",
        "Its training loss still falls: −",
        "hardly move",
    ] {
        assert!(early.sentence.contains(words), "{words}: {early:?}");
    }
    // Of so few epochs nobody can say.
    let few = found(3, false, &|_| {});
    assert_eq!(few.kind, FindingKind::AtStart);
    assert!(
        few.sentence.contains("cannot be told from 3 epochs"),
        "{few:?}"
    );
    // Where what keeps it is not known, that is no reason.
    let unknown = found(12, true, &|run| run.health = dying(2));
    assert!(
        !unknown.sentence.contains("not in its record"),
        "{unknown:?}"
    );

    let stopped = found(30, false, &slow);
    assert_eq!(stopped.headline, "Learned a constant");
    assert!(!stopped.sentence.contains("stopped falling"), "{stopped:?}");
    // Nothing of the image gets past a dead layer, however the loss falls.
    let dead = found(12, true, &|run| run.health = dying(12));
    assert_eq!(dead.headline, "Learned a constant");
}

#[test]
fn older_records_do_not_know_why() {
    let data = with_base(20, |run| {
        run.metrics = lines(|_| 0.19, |_| 0.165, 20);
        always(run, truth(1), 20);
    });
    let found = of_base(&data);
    assert_eq!(found[0].headline, "Learned a constant");
    let last = found[0].evidence.last().unwrap();
    assert_eq!(last.value, "not known: its layers were not recorded");
}

#[test]
fn spikes_are_listed_with_their_epochs_and_divergence_is_said() {
    let data = with_base(20, |run| {
        run.metrics = lines(|_| 0.1, |_| 0.1, 20);
        (run.metrics[7].train_loss, run.metrics[12].train_loss) = (0.9, 0.3);
    });
    let found = of_base(&data);
    assert_eq!(found[0].headline, "Unstable");
    assert_eq!(found[0].evidence[0].what, "2 spikes of the train loss");
    assert_eq!(
        found[0].evidence[0].value,
        "epoch 7 (9.00×), epoch 12 (3.00×)"
    );

    let data = with_base(20, |run| run.record.status = Status::Diverged { epoch: 6 });
    let found = of_base(&data);
    assert_eq!(found[0].headline, "Diverged");
    assert_eq!(
        found[0].sentence,
        "The training loss is no number from epoch 6 on."
    );
}

#[test]
fn a_gap_is_measured_against_the_remeasured_loss_where_there_is_one() {
    let fall = |e: f64| 0.2 / (1.0 + e / 5.0) + 0.01;
    let rise = |e: f64| fall(e) + 0.001 * (e - 30.0).max(0.0);
    let data = with_base(90, |run| {
        run.metrics = lines(fall, rise, 90);
        // As with dropout: while training it looks as if there were no gap.
        for line in &mut run.metrics {
            line.train_loss = 0.3;
        }
    });
    let found = of_base(&data);
    let gap = found
        .iter()
        .find(|f| f.kind == FindingKind::Overfitting)
        .unwrap();
    assert_eq!(gap.headline, "Overfits");
    let what: Vec<_> = gap.evidence.iter().map(|e| e.what.as_str()).collect();
    let expected = [
        "Test over train loss, epochs 72 to 89",
        "The gap opens",
        "Lowest mean test loss",
        "Change of the mean test loss from its lowest before",
        "Train loss",
    ];
    assert_eq!(what, expected);
    let stop = &gap.evidence[2].value;
    assert!(stop.contains("chosen on the test images"), "{stop}");
    let data = with_base(90, |run| {
        run.metrics = lines(fall, rise, 90);
        for line in &mut run.metrics {
            line.validation_loss = Some((line.epoch as f64 - 40.0).abs());
        }
    });
    let found = of_base(&data);
    let gap = found.iter().find(|f| f.kind == FindingKind::Overfitting);
    let mut evidence = gap.unwrap().evidence.iter();
    let stop = evidence.find(|e| e.what == "Early stopping, by validation");
    let stop = &stop.unwrap().value;
    assert!(
        stop.starts_with("epoch 40: the validation loss is lowest"),
        "{stop}"
    );
    assert!(!gap.unwrap().sentence.contains("misses the face"));

    // One face beside its crop, which the network does not find there, makes all of the loss.
    let data = with_base(90, |run| {
        run.metrics = lines(fall, rise, 90);
        let face = &mut run.samples.test.truth.values[2 * 136..];
        face.iter_mut().for_each(|at| *at -= 4.0);
    });
    let found = of_base(&data);
    let mut found = found.iter();
    let gap = found.find(|f| f.kind == FindingKind::Overfitting).unwrap();
    let missed =
        "The crop of 1 of its 3 test images misses the face and makes 100 % of the test loss";
    assert!(gap.sentence.contains(missed), "{}", gap.sentence);

    let data = with_base(90, |run| {
        run.metrics = lines(fall, fall, 90);
        run.metrics[0].train_loss_remeasured = None;
    });
    assert!(
        of_base(&data)
            .iter()
            .all(|f| f.kind != FindingKind::Overfitting)
    );
}

#[test]
fn a_constant_has_no_gap_but_that_of_the_sets() {
    let data = with_base(60, |run| {
        run.metrics = lines(|_| 0.19, |_| 0.35, 60);
        always(run, truth(1), 60);
    });
    let found = of_base(&data);
    assert!(
        !kinds(&found).contains(&FindingKind::Overfitting),
        "{found:?}"
    );
}

#[test]
fn a_loss_that_still_falls_is_undertrained_and_forecast_to_twice_its_length() {
    let fall = |e: f64| 0.2 * (e + 1.0).powf(-0.5);
    let data = with_base(60, |run| run.metrics = lines(fall, fall, 60));
    let found = of_base(&data);
    assert_eq!(
        kinds(&found),
        [FindingKind::Undertrained, FindingKind::Leak]
    );
    assert_eq!(found[0].headline, "Undertrained");
    let sentence = &found[0].sentence;
    assert!(
        sentence.starts_with("Change of the test loss over the last third: −"),
        "{sentence}"
    );
    assert_eq!(
        found[0].evidence[2].what,
        "After 120 epochs, on the same curve"
    );
}

#[test]
fn what_more_epochs_brought_is_read_from_the_record() {
    let fall = |e: f64| 0.2 * (e + 1.0).powf(-0.5);
    let data = with_base(60, |run| run.metrics = lines(fall, fall, 140));
    let found = of_base(&data);
    assert_eq!(found[0].headline, "Undertrained");
    let sentence = &found[0].sentence;
    let came = format!("{:.4}", fall(120.0));
    let came = format!("the median of epochs 108 to 132, around twice as many, was {came}.");
    assert!(sentence.ends_with(&came), "{sentence}");
    let evidence = &found[0].evidence[2].what;
    assert_eq!(evidence, "After 120 epochs, median of epochs 108 to 132");

    // It went on falling along its law, but only until then.
    let ends = |e: f64| fall(e.min(60.0));
    let data = with_base(60, |run| run.metrics = lines(ends, ends, 140));
    assert_eq!(kinds(&of_base(&data)), [FindingKind::Leak]);
}

#[test]
fn a_loss_that_fell_under_a_schedule_may_still_fall() {
    let fall = |e: f64| 0.2 * (e + 1.0).powf(-0.5);
    let data = with_base(60, |run| {
        run.metrics = lines(fall, fall, 60);
        run.record.config.train.schedule.shape = ScheduleShape::Cosine(Cosine {
            over: 60,
            minimum: 0.0,
        });
    });
    let found = of_base(&data);
    assert_eq!(found[0].headline, "May still fall");
    let sentence = &found[0].sentence;
    assert!(
        sentence.ends_with("what they would bring is not known."),
        "{sentence}"
    );
}

#[test]
fn what_holds_for_all_is_said_once_and_nothing_is_said_once() {
    let data = study();
    let found = diagnosis(&data, &comparison("rates"));
    let said: Vec<_> = found
        .found
        .iter()
        .map(|f| (f.finding.headline.as_str(), f.entries.join("; ")))
        .collect();
    insta::assert_debug_snapshot!(said);

    // Read anew: what was found is kept with what it was found in.
    let mut data = study();
    data.runs.remove("run-of-high");
    let base = data.runs.get_mut("run-of-base").unwrap();
    base.record.data.shared_people = 0;
    base.record.data.near_duplicates = Some(0);
    learned(base, 3);
    let section = section(&data, &comparison("epochs"), &|_, _| None);
    assert!(
        section.diagnosis.found.is_empty(),
        "{:?}",
        section.diagnosis
    );
    assert_eq!(section.diagnosis.clean.len(), 2);
    let text = text_table(&data, &comparison("epochs"), None);
    assert!(text.ends_with("Nothing found."), "{text}");
}

#[test]
fn near_duplicates_are_a_leak_also_among_strangers() {
    let sentence = |shared_people, near_duplicates| {
        let data = with_base(20, |run| {
            run.record.data.shared_people = shared_people;
            run.record.data.near_duplicates = near_duplicates;
        });
        let mut found = of_base(&data).into_iter();
        let leak = found.find(|f| f.kind == FindingKind::Leak);
        leak.map(|f| format!("{}: {}", f.headline, f.sentence))
    };
    let near = "look nearly like a training image, as the next frame of a video would.";
    assert_eq!(
        sentence(0, Some(2)).unwrap(),
        format!("Test images nearly in training: 2 of {FACES} test images {near}")
    );
    let both = sentence(3, Some(2)).unwrap();
    assert!(
        both.starts_with("Test people in training: All 3 test people"),
        "{both}"
    );
    assert!(both.ends_with(near), "{both}");
    assert!(!sentence(3, None).unwrap().contains("look nearly"));
    assert_eq!(sentence(0, Some(0)), None);
    assert_eq!(sentence(0, None), None);
}
