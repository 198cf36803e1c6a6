//! Scripts of a server.

use std::panic::resume_unwind;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use otp_runtime::otp::gen_server::{GenServer, Server};
use otp_runtime::otp::mailbox::Address;
use otp_runtime::otp::supervisor::{Exit, Options, Restart, Supervisor};
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time;

use crate::random::Random;
use crate::{Callers, Script, World, ms, wait};

/// Times end with different digits, so that no two things happen at once: loading with a 3, an idle
/// time with a 5, late answers with a 7, and the script's own with a 0.
pub(crate) fn random(dice: &mut Random) -> Script {
    let idle = dice.pick(&["-", "-", "15", "25", "35"]);
    let mut script = vec![format!("init:{}:{idle}", dice.pick(&[0, 0, 3, 13]))];
    // Who waits at a stop, and what is of use, is up to the runtime where answers come late.
    let late = idle == "-" && dice.percent(50);
    let messages = 2 + dice.below(6);
    for id in 1..=messages {
        let ops = (0..=dice.below(3)).map(|_| match dice.below(100) {
            0..35 => "r".to_owned(),
            35..50 => "k".to_owned(),
            50..65 => "f".to_owned(),
            65..75 => format!("t{}", 1 + dice.below(messages)),
            75..80 => "e".to_owned(),
            80..83 => "!".to_owned(),
            _ if late => format!("l{}", dice.pick(&[7, 17, 27])),
            _ => "r".to_owned(),
        });
        let ops: Vec<String> = ops.collect();
        script.push(format!("{id}={}", ops.join(",")));
    }
    for _ in 0..4 + dice.below(12) {
        let id = 1 + dice.below(messages);
        script.push(match dice.below(100) {
            0..30 => format!("s{id}"),
            30..65 => format!("c{id}"),
            65..75 if !late => {
                format!("x{}", dice.pick(&["normal", "shutdown", "broken"]))
            }
            _ => format!("w{}", dice.pick(&[10, 20, 30, 50])),
        });
    }
    script.push("w1000".to_owned());
    script
}

pub(crate) async fn run(script: Script) -> Vec<String> {
    let (mut world, mut steps) = World::new(script);
    let init = steps.remove(0);
    world.plans.push(("init".to_owned(), init));
    let world = Arc::new(world);
    let itself = Arc::default();
    let (subject, server) = Server::<Subject>::new((Arc::clone(&world), Arc::clone(&itself)));
    itself.set(subject.clone()).unwrap();
    let child = server.child("subject").restart(Restart::Transient);
    let options = Options {
        max_restarts: 1_000,
        ..Options::default()
    };
    let supervisor = Supervisor::start(options, vec![child]).await.unwrap();
    let mut callers = Callers::default();
    for step in steps {
        let (kind, rest) = step.split_at(1);
        let id = rest.to_owned();
        let subject = subject.clone();
        match kind {
            "w" => wait(rest).await,
            "s" => _ = subject.cast(Msg { id, reply: None }),
            "c" => {
                let asked = format!("={id}:");
                let call = async move {
                    let msg = |reply| Msg {
                        id,
                        reply: Some(reply),
                    };
                    let answer = subject.call(Duration::MAX, msg).await;
                    asked + answer.unwrap_or("stopped")
                };
                callers.begin(call).await;
            }
            _ => {
                let reason = match rest {
                    "normal" => Exit::Normal,
                    "shutdown" => Exit::Shutdown,
                    _ => Exit::Error(id),
                };
                let stop = async move {
                    let stopped = subject.stop(reason).await;
                    stopped.map_or("stop:none", |()| "stop:ok").to_owned()
                };
                callers.begin(stop).await;
            }
        }
    }
    supervisor.stop().await;
    let mut words = std::mem::take(&mut *world.log());
    words.extend(callers.told().await);
    words
}

type Reply = oneshot::Sender<&'static str>;

#[derive(Debug)]
struct Msg {
    id: String,
    reply: Option<Reply>,
}

#[derive(Debug, thiserror::Error)]
#[error("broken")]
struct Broken;

struct Subject {
    world: Arc<World>,
    itself: Arc<OnceLock<Address<Msg>>>,
    kept: Vec<Reply>,
    /// Never answered: as in OTP, they wait until the server ends.
    unanswered: Vec<Reply>,
    later: JoinSet<()>,
}

impl Subject {
    /// How long it loads, and how long it bears to be of no use.
    fn times(&self) -> (&str, &str) {
        let times = self.world.plan("init").trim_start_matches("init:");
        times.split_once(':').unwrap()
    }
}

impl GenServer for Subject {
    type Args = (Arc<World>, Arc<OnceLock<Address<Msg>>>);
    type Msg = Msg;
    type Error = Broken;

    fn init((world, itself): Self::Args) -> Result<Self, Broken> {
        world.note("init");
        Ok(Self {
            world,
            itself,
            kept: Vec::new(),
            unanswered: Vec::new(),
            later: JoinSet::new(),
        })
    }

    async fn handle_continue(&mut self) -> Result<(), Broken> {
        let loading = ms(self.times().0);
        if !loading.is_zero() {
            time::sleep(loading).await;
        }
        self.world.note("loaded");
        Ok(())
    }

    fn handle(&mut self, mut msg: Msg) -> Result<(), Broken> {
        self.world.note(&msg.id);
        if !self.world.fuel() {
            self.unanswered.extend(msg.reply);
            return Ok(());
        }
        let world = Arc::clone(&self.world);
        for op in world.plan(&msg.id).split(',') {
            let (kind, rest) = op.split_at(1);
            match kind {
                "r" => answer(msg.reply.take(), "now"),
                "k" => self.kept.extend(msg.reply.take()),
                "f" => {
                    for reply in self.kept.drain(..) {
                        answer(Some(reply), "kept");
                    }
                }
                "l" => {
                    let (reply, late) = (msg.reply.take(), ms(rest));
                    self.later.spawn(async move {
                        time::sleep(late).await;
                        answer(reply, "late");
                    });
                }
                "t" => {
                    let id = rest.to_owned();
                    let itself = self.itself.get().unwrap();
                    let _ = itself.cast(Msg { id, reply: None });
                }
                "e" => return Err(Broken),
                // A panic that nobody writes about.
                _ => resume_unwind(Box::new("crash")),
            }
        }
        self.unanswered.extend(msg.reply);
        Ok(())
    }

    fn later(&mut self) -> Option<&mut JoinSet<()>> {
        Some(&mut self.later)
    }

    fn idle_end(&self) -> Option<Duration> {
        let idle = self.times().1;
        (idle != "-").then(|| ms(idle))
    }

    fn terminate(&mut self) {
        self.world.note("terminate");
    }
}

fn answer(reply: Option<Reply>, word: &'static str) {
    if let Some(reply) = reply {
        let _ = reply.send(word);
    }
}
