//! What of each partition is settled, and so how far its offset may move.

use std::collections::{BTreeMap, HashMap, VecDeque};

/// The messages under way, by partition.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    delivered: u64,
    places: HashMap<u64, i32>,
    partitions: BTreeMap<i32, Partition>,
}

#[derive(Debug, Default)]
struct Partition {
    /// In the order of delivery, and so of tags and of offsets.
    under_way: VecDeque<Entry>,
    /// The offset after the last unbroken run, if it has moved since it was asked for.
    moved: Option<i64>,
}

#[derive(Debug)]
struct Entry {
    tag: u64,
    offset: i64,
    settled: bool,
}

impl Ledger {
    /// Notes a message that is delivered, and gives it a tag of its own.
    pub(super) fn deliver(&mut self, partition: i32, offset: i64) -> u64 {
        self.delivered += 1;
        let tag = self.delivered;
        self.places.insert(tag, partition);
        let partition = self.partitions.entry(partition).or_default();
        partition.under_way.push_back(Entry {
            tag,
            offset,
            settled: false,
        });
        tag
    }

    /// Whether it was delivered, is not settled, and its partition was not revoked since.
    pub(super) fn is_under_way(&self, tag: u64) -> bool {
        self.places.contains_key(&tag)
    }

    /// Settles a message. One of a revoked partition is no longer ours: its new owner gets it, and
    /// to move the offset for it would be to lose others.
    pub(super) fn settle(&mut self, tag: u64) {
        let Some(place) = self.places.remove(&tag) else {
            return;
        };
        let Some(partition) = self.partitions.get_mut(&place) else {
            return;
        };
        let under_way = &mut partition.under_way;
        if let Ok(found) = under_way.binary_search_by_key(&tag, |one| one.tag) {
            under_way[found].settled = true;
        }
        while let Some(first) = partition.under_way.front()
            && first.settled
        {
            partition.moved = Some(first.offset + 1);
            partition.under_way.pop_front();
        }
    }

    /// Forgets these partitions and all of theirs that is under way.
    pub(super) fn revoke(&mut self, partitions: &[i32]) {
        self.partitions.retain(|one, _| !partitions.contains(one));
        self.places.retain(|_, place| !partitions.contains(place));
    }

    /// The partitions whose offset has moved since this was last asked, and where it is now.
    pub(super) fn take_moved(&mut self) -> Vec<(i32, i64)> {
        let partitions = self.partitions.iter_mut();
        partitions
            .filter_map(|(number, partition)| Some((*number, partition.moved.take()?)))
            .collect()
    }
}
//% if with.runtime_tests

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b01_an_offset_moves_only_past_an_unbroken_run() {
        let mut ledger = Ledger::default();
        let tags: Vec<_> = (70..75).map(|offset| ledger.deliver(0, offset)).collect();
        ledger.settle(tags[1]);
        ledger.settle(tags[3]);
        assert_eq!(ledger.take_moved(), []);
        ledger.settle(tags[0]);
        assert_eq!(ledger.take_moved(), [(0, 72)]);
        assert_eq!(ledger.take_moved(), []);
        ledger.settle(tags[4]);
        ledger.settle(tags[2]);
        assert_eq!(ledger.take_moved(), [(0, 75)]);
    }

    #[test]
    fn b01_offsets_with_holes_as_of_a_compacted_topic_are_no_gap() {
        let mut ledger = Ledger::default();
        let tags = [5, 9, 40].map(|offset| ledger.deliver(0, offset));
        ledger.settle(tags[1]);
        ledger.settle(tags[0]);
        assert_eq!(ledger.take_moved(), [(0, 10)]);
    }

    #[test]
    fn b05_partitions_do_not_wait_for_each_other() {
        let mut ledger = Ledger::default();
        let _slow = ledger.deliver(0, 0);
        let fast = ledger.deliver(1, 100);
        ledger.settle(fast);
        assert_eq!(ledger.take_moved(), [(1, 101)]);
    }

    #[test]
    fn b01_what_was_under_way_in_a_revoked_partition_moves_no_offset() {
        let mut ledger = Ledger::default();
        let [before, other] = [0, 1].map(|partition| ledger.deliver(partition, 0));
        ledger.revoke(&[0]);
        assert!(!ledger.is_under_way(before));
        // The partition comes back, and with it the same message.
        let again = ledger.deliver(0, 0);
        let next = ledger.deliver(0, 1);
        ledger.settle(before);
        ledger.settle(next);
        assert_eq!(ledger.take_moved(), []);
        ledger.settle(again);
        ledger.settle(other);
        assert_eq!(ledger.take_moved(), [(0, 2), (1, 1)]);
    }
}
//% endif
