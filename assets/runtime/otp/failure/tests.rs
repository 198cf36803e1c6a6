use std::future::pending;
use std::sync::Arc;

use super::*;
use crate::otp::polls::dropped_at;

/// What panics once more when it is dropped.
struct Again;

impl Drop for Again {
    fn drop(&mut self) {
        std::panic::panic_any(Again);
    }
}

#[tokio::test]
async fn k11_a_panic_says_what_it_said_and_takes_nobody_along() {
    for (panic, said) in [
        (Box::new("boom") as Box<dyn Any + Send>, "boom"),
        (Box::new("boom".to_owned()), "boom"),
        (Box::new(7), "(no message)"),
        (Box::new(Again), "(no message)"),
    ] {
        let ended = caught(async { std::panic::resume_unwind(panic) });
        let ended: thread::Result<()> = ended.await;
        assert_eq!(of_panic(ended.unwrap_err()), said);
    }
}

#[test]
fn k11_an_error_that_panics_when_it_is_asked_or_dropped_takes_nobody_along() {
    #[derive(Debug)]
    struct Nasty;

    impl std::fmt::Display for Nasty {
        fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            panic!("no comment")
        }
    }

    impl Error for Nasty {}

    impl Drop for Nasty {
        fn drop(&mut self) {
            std::panic::panic_any(Again);
        }
    }

    assert_eq!(of_error(Box::new(Nasty)), "no comment");
    assert_eq!(of_error("no\nluck".into()), "no\\nluck");
}

#[tokio::test]
async fn k13_what_is_caught_may_be_given_up_at_any_await() {
    let held = Arc::new(());
    let own = Arc::clone(&held);
    let work = async move {
        pending::<()>().await;
        drop(own);
    };
    assert!(dropped_at(1, caught(work)).await.is_none());
    assert_eq!(Arc::strong_count(&held), 1);
}

#[test]
fn whatever_a_text_says_it_is_one_line_and_not_a_long_one() {
    let told = in_a_line("no luck\n2026-01-01T00:00:00Z ERROR all is lost\u{1b}[2J");
    assert_eq!(
        told,
        "no luck\\n2026-01-01T00:00:00Z ERROR all is lost\\u{1b}[2J"
    );
    assert_eq!(in_a_line("não há rede"), "não há rede");
    for letter in ["x", "é", "\n"] {
        let told = in_a_line(&letter.repeat(1 << 20));
        assert!((4_095..=4_096).contains(&told.len()), "{}", told.len());
    }
}
