//! Scripts of process groups on one node.

use otp_runtime::otp::groups::{Change, Groups};

use crate::Script;
use crate::random::Random;

pub(crate) fn random(dice: &mut Random) -> Script {
    let steps = (0..4 + dice.below(16)).map(|_| {
        let (member, group) = (dice.pick(&["x", "y", "z"]), dice.pick(&["g", "h", "i"]));
        match dice.below(10) {
            0..5 => format!("j{member}:{group}"),
            5..8 => format!("l{member}:{group}"),
            _ => format!("d{member}"),
        }
    });
    steps.collect()
}

pub(crate) fn run(script: Script) -> Vec<String> {
    let groups = Groups::default();
    let mut changes = groups.changes();
    let mut kept = Vec::new();
    let mut words = Vec::new();
    for step in script {
        let (kind, rest) = step.split_at(1);
        let (member, group) = rest.split_once(':').unwrap_or((rest, ""));
        match kind {
            "j" => {
                let membership = groups.join(group, member.to_owned());
                kept.push((rest.to_owned(), membership));
            }
            "l" => {
                let left = kept.iter().position(|(name, _)| name == rest);
                drop(left.map(|at| kept.remove(at)));
            }
            _ => kept.retain(|(name, _)| name.split(':').next() != Some(member)),
        }
        let mut heard = Vec::new();
        while let Ok(change) = changes.try_recv() {
            heard.push(match change {
                Change::Joined(group) => format!("+{group}"),
                Change::Left(group) => format!("-{group}"),
            });
        }
        heard.sort_unstable();
        words.extend(heard);
        let shown = groups.which_groups().into_iter().map(|group| {
            let mut members = groups.members(&group);
            members.sort_unstable();
            format!("{group}({})", members.join(","))
        });
        words.push(format!("[{}]", shown.collect::<Vec<_>>().join(";")));
    }
    words
}
