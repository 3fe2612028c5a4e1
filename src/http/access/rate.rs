//! How often someone may ask.

use std::collections::HashMap;
use std::mem;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Client, Refusal};

/// How many clients are remembered at most.
const MOST: usize = 1 << 16;

/// How often something may be done over a while, and how often at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How long it takes until it may be done once more.
    every: Duration,
    /// How often it may be done at once by someone who has waited.
    at_once: u32,
}

impl Rate {
    /// So many times a second, from 1.
    #[must_use]
    pub fn per_second(times: u32) -> Self {
        Self { every: Duration::from_secs(1) / times, at_once: times }
    }

    /// So many times a minute, from 1.
    #[must_use]
    pub fn per_minute(times: u32) -> Self {
        Self { every: Duration::from_secs(60) / times, at_once: times }
    }
}

/// A bucket of tokens for each client: it fills at a rate, and each request takes one.
///
/// Of a bucket only the moment is kept at which it will be full. Memory is bounded: clients are
/// remembered in two halves, and when the younger is full, the older is forgotten. Whoever is
/// forgotten has a full bucket, as has whoever comes for the first time.
#[derive(Debug)]
pub struct Buckets {
    rate: Rate,
    clients: Mutex<Clients>,
}

#[derive(Debug, Default)]
struct Clients {
    young: HashMap<Client, Instant>,
    old: HashMap<Client, Instant>,
}

impl Buckets {
    /// Makes buckets that are full.
    #[must_use]
    pub fn new(rate: Rate) -> Self {
        Self { rate, clients: Mutex::default() }
    }

    /// Takes a token of a client's bucket.
    ///
    /// # Errors
    /// [`crate::error::Code::TooManyRequests`] where it is empty, with the seconds until it is not.
    pub fn take(&self, client: &Client, now: Instant) -> Result<(), Refusal> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let full = clients.full_at(client).map_or(now, |full| full.max(now));
        let then = full + self.rate.every;
        let wait = then.saturating_duration_since(now + self.rate.every * self.rate.at_once);
        clients.remember(client, if wait.is_zero() { then } else { full });
        if wait.is_zero() { Ok(()) } else { Err(Refusal::too_often(wait)) }
    }
}

impl Clients {
    fn full_at(&self, client: &Client) -> Option<Instant> {
        self.young.get(client).or_else(|| self.old.get(client)).copied()
    }

    fn remember(&mut self, client: &Client, full: Instant) {
        if self.young.len() >= MOST / 2 && !self.young.contains_key(client) {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(client.clone(), full);
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;

    fn client(number: u32) -> Client {
        Client::at(IpAddr::V4(Ipv4Addr::from_bits(number)))
    }

    #[test]
    fn a_bucket_is_emptied_at_once_and_fills_over_time() {
        let (buckets, start) = (Buckets::new(Rate::per_second(4)), Instant::now());
        let take = |number, milliseconds| {
            buckets.take(&client(number), start + Duration::from_millis(milliseconds)).is_ok()
        };
        assert!((0..4).all(|_| take(1, 0)));
        assert!(!take(1, 0) && !take(1, 249) && take(2, 249));
        assert!(take(1, 250) && !take(1, 499) && take(1, 500) && !take(1, 500));
        assert!((0..4).all(|_| take(1, 9_000)) && !take(1, 9_000), "never more than at once");
    }

    #[test]
    fn who_asks_too_often_is_told_how_long_to_wait() {
        let (buckets, now) = (Buckets::new(Rate::per_minute(2)), Instant::now());
        let key = Client::Key("griffie".to_owned());
        assert!(buckets.take(&key, now).is_ok() && buckets.take(&key, now).is_ok());
        for (later, wait) in [(0, 30), (29_001, 1), (1, 30), (1_000, 29)] {
            let refusal = buckets.take(&key, now + Duration::from_millis(later)).unwrap_err();
            assert_eq!(
                refusal.error().to_string(),
                format!(
                    "expected fewer requests from one client, found one too many; the next may \
                     come in {wait} s; wait as long as `Retry-After` says, and ask less often"
                )
            );
        }
    }

    #[test]
    fn memory_is_bounded_and_those_who_keep_asking_are_remembered() {
        let (buckets, now) = (Buckets::new(Rate::per_minute(1)), Instant::now());
        assert!(buckets.take(&client(0), now).is_ok());
        let most = u32::try_from(MOST).unwrap();
        for number in 1..3 * most {
            assert!(buckets.take(&client(number), now).is_ok());
            if number % 1000 == 0 {
                assert!(buckets.take(&client(0), now).is_err());
            }
        }
        let clients = buckets.clients.lock().unwrap();
        assert!(clients.young.len() + clients.old.len() <= MOST);
    }
}
