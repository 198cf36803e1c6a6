//! Waiting-time estimates for one server that handles one request at a time.
//!
//! M/M/1 (random service times) and M/D/1 (constant service times), both with Poisson arrivals.
//! Rates are requests per second, times milliseconds. At or above 100 % utilisation the queue grows
//! without bound and every wait is infinite.
//! Source: L. Kleinrock, "Queueing Systems, Volume 1" (1975), chapters 3 and 5; the M/D/1
//! distribution is Crommelin's (1932) for one server.

/// Utilisation of one server: arrival rate times service time.
fn utilisation(rate: f64, service: f64) -> f64 {
    rate * service / 1000.0
}

/// Mean wait before service in M/M/1, in ms.
pub(crate) fn mm1_mean_wait(rate: f64, service: f64) -> f64 {
    let rho = utilisation(rate, service);
    if rho >= 1.0 {
        return f64::INFINITY;
    }
    rho * service / (1.0 - rho)
}

/// The wait before service in M/M/1 that the share `quantile` of requests does not exceed, in ms.
pub(crate) fn mm1_wait(quantile: f64, rate: f64, service: f64) -> f64 {
    let rho = utilisation(rate, service);
    if rho >= 1.0 {
        return f64::INFINITY;
    }
    // P(W > t) = rho * exp(-(1 - rho) t / service)
    let tail = 1.0 - quantile;
    if rho <= tail {
        return 0.0;
    }
    (rho / tail).ln() * service / (1.0 - rho)
}

/// Mean wait before service in M/D/1, in ms: half of M/M/1's (Pollaczek-Khinchine).
pub(crate) fn md1_mean_wait(rate: f64, service: f64) -> f64 {
    mm1_mean_wait(rate, service) / 2.0
}

/// The wait before service in M/D/1 that the share `quantile` of requests does not exceed, in ms.
pub(crate) fn md1_wait(quantile: f64, rate: f64, service: f64) -> f64 {
    let rho = utilisation(rate, service);
    if rho >= 1.0 {
        return f64::INFINITY;
    }
    if 1.0 - rho >= quantile {
        return 0.0;
    }
    // In units of the service time; the answer lies well below the M/M/1 wait.
    let (mut low, mut high) = (0.0, mm1_wait(quantile, rate, service) / service + 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if md1_distribution(rho, middle) < quantile {
            low = middle;
        } else {
            high = middle;
        }
    }
    high * service
}

/// Beyond this many service times the alternating series loses its digits and the exponential
/// tail is exact to more digits than an estimate needs.
const SERIES_LIMIT: f64 = 12.0;

/// P(W <= t) in M/D/1, `t` in service times.
fn md1_distribution(rho: f64, t: f64) -> f64 {
    if t <= SERIES_LIMIT {
        return md1_series(rho, t);
    }
    // P(W > t) decays as exp(-theta t), theta > 0 solving rho (e^theta - 1) = theta.
    let theta = md1_decay(rho);
    let at_limit = 1.0 - md1_series(rho, SERIES_LIMIT);
    1.0 - at_limit * (-theta * (t - SERIES_LIMIT)).exp()
}

/// Crommelin's series: (1 - rho) sum over k of (rho (k - t))^k / k! * exp(-rho (k - t)).
fn md1_series(rho: f64, t: f64) -> f64 {
    let mut sum = 0.0;
    let mut k: f64 = 0.0;
    let mut factorial = 1.0;
    while k <= t {
        if k > 0.0 {
            factorial *= k;
        }
        let x = rho * (k - t);
        let power = if k == 0.0 { 1.0 } else { x.powf_integer(k) };
        sum += power / factorial * (-x).exp();
        k += 1.0;
    }
    ((1.0 - rho) * sum).clamp(0.0, 1.0)
}

/// Integer powers of a negative base.
trait PowInteger {
    fn powf_integer(self, exponent: f64) -> f64;
}

impl PowInteger for f64 {
    fn powf_integer(self, exponent: f64) -> f64 {
        let magnitude = self.abs().powf(exponent);
        if self < 0.0 && exponent % 2.0 != 0.0 {
            -magnitude
        } else {
            magnitude
        }
    }
}

fn md1_decay(rho: f64) -> f64 {
    let (mut low, mut high) = (1e-12, 1.0);
    let excess = |theta: f64| rho * (f64::exp(theta) - 1.0) - theta;
    while excess(high) < 0.0 && high < 1e3 {
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if excess(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(actual: f64, expected: f64, within: f64) {
        assert!(
            (actual - expected).abs() <= within,
            "{actual} is not {expected}"
        );
    }

    #[test]
    fn mm1_matches_the_textbook_values() {
        // rho = 0.8, service 10 ms: mean wait 40 ms; p99 = ln(80) * 50 ms.
        near(mm1_mean_wait(80.0, 10.0), 40.0, 1e-9);
        near(mm1_wait(0.99, 80.0, 10.0), 219.1, 0.05);
        near(mm1_wait(0.99, 0.5, 10.0), 0.0, 1e-9);
    }

    #[test]
    fn md1_waits_half_as_long_on_average() {
        near(md1_mean_wait(80.0, 10.0), 20.0, 1e-9);
    }

    #[test]
    fn md1_distribution_starts_at_the_idle_share_and_grows() {
        near(md1_distribution(0.5, 0.0), 0.5, 1e-12);
        // For 0 < t < 1: (1 - rho) e^(rho t).
        near(md1_distribution(0.5, 0.5), 0.5 * f64::exp(0.25), 1e-12);
        let mut last = 0.0;
        for step in 0..400 {
            let now = md1_distribution(0.9, f64::from(step) / 10.0);
            assert!(now >= last - 1e-9, "at {step}: {now} < {last}");
            last = now;
        }
    }

    /// An independent check: Lindley's recursion with exponential gaps from a fixed generator.
    #[test]
    fn md1_wait_agrees_with_a_simulation() {
        for (rate, service) in [(50.0, 10.0), (80.0, 10.0), (95.0, 10.0)] {
            let mut state = 0x9e37_79b9_7f4a_7c15_u64;
            let mut uniform = || {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                #[expect(clippy::cast_precision_loss, reason = "53 bits of a random number")]
                let value = (state >> 11) as f64 / (1_u64 << 53) as f64;
                value
            };
            let mut wait: f64 = 0.0;
            let mut waits: Vec<f64> = (0..1_000_000)
                .map(|_| {
                    let gap = -(1.0 - uniform()).ln() * 1000.0 / rate;
                    wait = (wait + service - gap).max(0.0);
                    wait
                })
                .collect();
            waits.sort_by(f64::total_cmp);
            let simulated = waits[990_000];
            let computed = md1_wait(0.99, rate, service);
            assert!(
                (computed / simulated - 1.0).abs() < 0.08,
                "{rate}/s: computed {computed}, simulated {simulated}"
            );
        }
    }

    #[test]
    fn a_saturated_server_makes_requests_wait_for_ever() {
        assert!(mm1_mean_wait(100.0, 10.0).is_infinite());
        assert!(md1_wait(0.99, 200.0, 10.0).is_infinite());
    }
}
