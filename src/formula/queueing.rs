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
    // Times are in units of the service time.
    let beyond = 1.0 - md1_series(rho, SERIES_LIMIT);
    let tail = 1.0 - quantile;
    let wait = if beyond > tail {
        // P(W > t) decays as exp(-theta t), theta > 0 solving rho (e^theta - 1) = theta.
        SERIES_LIMIT + (beyond / tail).ln() / md1_decay(rho)
    } else {
        let (_, high) = bisect((0.0, SERIES_LIMIT), |t| md1_series(rho, t) < quantile);
        high
    };
    wait * service
}

/// Beyond this many service times the alternating series loses its digits and the exponential
/// tail is exact to more digits than an estimate needs.
const SERIES_LIMIT: f64 = 12.0;

/// Narrows the interval in whose lower part something holds, as far as numbers go.
fn bisect((mut low, mut high): (f64, f64), holds: impl Fn(f64) -> bool) -> (f64, f64) {
    loop {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            return (low, high);
        }
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// P(W <= t) in M/D/1, `t` in service times, by Crommelin's series: (1 - rho) sum over k up to t of
/// (rho (k - t))^k / k! * exp(-rho (k - t)).
fn md1_series(rho: f64, t: f64) -> f64 {
    let shrink = (-rho).exp();
    let mut sum = 0.0;
    // exp(-rho (k - t)) / k!
    let mut factor = (rho * t).exp();
    let mut k: i32 = 0;
    while f64::from(k) <= t {
        if k > 0 {
            factor *= shrink / f64::from(k);
        }
        sum += (rho * (f64::from(k) - t)).powi(k) * factor;
        k += 1;
    }
    ((1.0 - rho) * sum).clamp(0.0, 1.0)
}

fn md1_decay(rho: f64) -> f64 {
    let excess = |theta: f64| rho * (f64::exp(theta) - 1.0) - theta;
    let mut high = 1.0;
    while excess(high) < 0.0 && high < 1e3 {
        high *= 2.0;
    }
    let (_, high) = bisect((1e-12, high), |theta| excess(theta) < 0.0);
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
        near(md1_series(0.5, 0.0), 0.5, 1e-12);
        // For 0 < t < 1: (1 - rho) e^(rho t).
        near(md1_series(0.5, 0.5), 0.5 * f64::exp(0.25), 1e-12);
        let mut last = 0.0;
        for step in 0..=120 {
            let now = md1_series(0.9, f64::from(step) / 10.0);
            assert!(now >= last - 1e-9, "at {step}: {now} < {last}");
            last = now;
        }
    }

    #[test]
    fn md1_wait_grows_with_the_share_that_it_holds_for() {
        // Through the end of the series, which for 0.9 lies between the shares 0.90 and 0.95.
        let mut last = 0.0;
        for permille in 101..1000 {
            let now = md1_wait(f64::from(permille) / 1000.0, 90.0, 10.0);
            assert!(now > last && now < last + 60.0, "{permille}: {last}, {now}");
            last = now;
        }
        assert!(md1_wait(0.90, 90.0, 10.0) < SERIES_LIMIT * 10.0);
        assert!(md1_wait(0.95, 90.0, 10.0) > SERIES_LIMIT * 10.0);
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
