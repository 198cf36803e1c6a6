//! What supervisors report, read from what they log.

use std::fmt::{Debug, Write as _};

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata, Subscriber, span};

use crate::world::{World, lock};

/// Puts what supervisors report into the trace; of a dynamic one not how its children stopped, for
/// OTP tells that of all of them together.
pub(crate) struct Reports(pub(crate) World, pub(crate) bool);

#[derive(Default)]
struct Report {
    message: String,
    child: String,
    reason: String,
}

impl Visit for Report {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = match field.name() {
            "message" => &mut self.message,
            "child" => &mut self.child,
            "reason" => &mut self.reason,
            _ => return,
        };
        let _ = write!(text, "{value:?}");
    }
}

impl Subscriber for Reports {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::INFO
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut report = Report::default();
        event.record(&mut report);
        let reason = report.reason.replace("panic: ", "");
        let Report { message, child, .. } = report;
        match message.as_str() {
            "child terminated" => {
                let abnormal = *event.metadata().level() == Level::ERROR;
                if abnormal || lock(&self.0.permanent).contains(&child) {
                    self.0.note(format!("~{child}:{reason}"));
                }
            }
            "child did not stop as asked" if !self.1 => self.0.note(format!("%{child}:{reason}")),
            "restart limit exceeded, giving up" => self.0.note(format!("X{child}")),
            _ => {}
        }
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}
