//! Users, wallets and their history, in memory.

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;

use rust_decimal::Decimal;

use crate::money::{self, Currency, USD};

const HISTORY_LENGTH: usize = 20; // entries kept per user; older ones are in the archive

/// What is fixed about a user after seeding.
pub struct User {
    pub index: usize,
    pub id: String,
    pub country: &'static str,
    pub tier: usize,
    pub joined: i64, // Unix seconds
    pub home: Currency,
}

/// One movement of money; the endpoint that lists them stayed in Go.
#[allow(dead_code)]
struct Entry {
    unix: i64,
    kind: &'static str,
    other: String,
    currency: String,
    amount: Decimal,
}

#[derive(Default)]
struct Account {
    wallets: HashMap<String, Decimal>,
    history: VecDeque<Entry>,
}

/// Money for one user, in a currency of theirs.
pub struct Credit<'a> {
    pub user: &'a User,
    pub amount: Decimal,
}

pub enum TransferError {
    NoWallet,
    Funds,
}

/// Guards all balances with one lock: its critical sections are a few map writes.
pub struct Ledger {
    users: HashMap<String, User>,
    accounts: Mutex<Vec<Account>>,
}

impl Ledger {
    /// Makes the same users on every host: what they have follows from their number.
    pub fn new(count: usize, currencies: &[Currency]) -> Ledger {
        const COUNTRIES: [&str; 12] = ["US", "DE", "GB", "JP", "ID", "BR", "MX", "SA", "KW", "SG", "PH", "VN"];
        let mut users = HashMap::with_capacity(count);
        let mut accounts = Vec::with_capacity(count);
        for index in 0..count {
            let number = index + 1;
            let user = User {
                index,
                id: format!("u{number:05}"),
                country: COUNTRIES[number % COUNTRIES.len()],
                tier: number / 5 % 4,
                joined: 1_600_000_000 + number as i64 * 9_973,
                home: currencies[number % currencies.len()].clone(),
            };
            let mut account = Account::default();
            for n in 0..1 + number / 7 % 3 {
                let currency = &currencies[(number + n * 5) % currencies.len()];
                let cents = 10_000_000 + (number * 7_919 + n) as i64 % 5_000_000;
                let amount = money::convert(Decimal::new(cents, 2), &USD, currency);
                account.wallets.insert(currency.code.clone(), amount);
            }
            users.insert(user.id.clone(), user);
            accounts.push(account);
        }
        Ledger { users, accounts: Mutex::new(accounts) }
    }

    pub fn user(&self, id: &str) -> Option<&User> {
        self.users.get(id)
    }

    /// Debits the sender and credits the receivers, all or nothing, and returns the sender's new balance.
    pub fn transfer(
        &self,
        unix: i64,
        sender: &User,
        currency: &str,
        total: Decimal,
        credits: &[Credit],
    ) -> Result<Decimal, TransferError> {
        let mut accounts = self.accounts.lock().expect("no holder panics");
        let account = &mut accounts[sender.index];
        let wallet = account.wallets.get_mut(currency).ok_or(TransferError::NoWallet)?;
        if *wallet < total {
            return Err(TransferError::Funds);
        }
        *wallet -= total;
        let balance = *wallet;
        if total > Decimal::ZERO {
            account.remember(Entry {
                unix,
                kind: "gifts",
                other: String::new(),
                currency: currency.into(),
                amount: -total,
            });
        }
        for credit in credits {
            let account = &mut accounts[credit.user.index];
            let home = &credit.user.home.code;
            *account.wallets.entry(home.clone()).or_default() += credit.amount;
            account.remember(Entry {
                unix,
                kind: "gift",
                other: sender.id.clone(),
                currency: home.clone(),
                amount: credit.amount,
            });
        }
        Ok(balance)
    }
}

impl Account {
    fn remember(&mut self, entry: Entry) {
        if self.history.len() == HISTORY_LENGTH {
            self.history.pop_front();
        }
        self.history.push_back(entry);
    }
}
