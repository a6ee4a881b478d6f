"""Books the orders of a shop: JSON, regular expressions, exact money, hashes, packing and a journal on disk.

Usage: python ledger.py [ROUNDS]; the same work each time.
"""

import decimal
import gc
import hashlib
import hmac
import json
import os
import re
import struct
import sys
import tempfile
import zlib
from collections import defaultdict
from dataclasses import dataclass, field

CENT = decimal.Decimal("0.01")
SECRET = b"a key for the sample"
ADDRESS = re.compile(r"^([\w.+-]+)@((?:[a-z0-9-]+\.)+[a-z]{2,})$")
NUMBER = re.compile(r"\b(\d{4})[ -]?(\d{4})[ -]?(\d{4})[ -]?(\d{4})\b")


class Random:
    """A small linear congruential generator, so that the data are the same on every machine."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 1664525 + 1013904223) & 0xFFFFFFFF
        return self.state * limit >> 32


@dataclass
class Order:
    number: int
    customer: str
    lines: list
    note: str
    total: decimal.Decimal = decimal.Decimal(0)
    parent: "Account | None" = None


@dataclass
class Account:
    """Knows its orders, which know it: only the cycle collector frees them."""

    name: str
    orders: list = field(default_factory=list)
    balance: decimal.Decimal = decimal.Decimal(0)


def make_orders(count, random):
    words = "profile sample stack frame thread cache queue index table parser server client".split()
    rows = []
    for number in range(count):
        lines = [
            {"sku": f"{words[random.below(12)]}-{random.below(90) + 10}", "price": f"{random.below(90000) / 100:.2f}",
             "quantity": 1 + random.below(5)}
            for _ in range(1 + random.below(4))
        ]
        note = " ".join(words[random.below(12)] for _ in range(20))
        if random.below(4) == 0:
            note += " card 4000-1234-5678-%04d" % random.below(10000)
        rows.append(json.dumps({"number": number, "customer": f"user.{random.below(400)}@mail.example.org",
                                "lines": lines, "note": note}))
    return rows


def read_order(row):
    fields = json.loads(row)
    if ADDRESS.match(fields["customer"]) is None:
        raise ValueError(f"order {fields['number']}: {fields['customer']} is no address")
    return Order(fields["number"], fields["customer"], fields["lines"], fields["note"])


def price_order(order):
    """Lines in exact decimals, 7 % tax each, rounded to cents as a till does."""
    total = decimal.Decimal(0)
    for line in order.lines:
        net = decimal.Decimal(line["price"]) * line["quantity"]
        tax = (net * 7 / 100).quantize(CENT, decimal.ROUND_HALF_EVEN)
        total += net + tax
    order.total = total


def hide_cards(text):
    return NUMBER.sub(lambda match: "**** **** **** " + match.group(4), text)


def similarity(left, right):
    """Edit distance of two short texts: plain loops, the own code that a rewrite would win most on."""
    previous = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        current = [i]
        for j, b in enumerate(right, 1):
            current.append(min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a != b)))
        previous = current
    return 1 - previous[-1] / max(len(left), len(right), 1)


def find_doubles(orders):
    orders = sorted(orders, key=lambda order: (order.customer, order.total, order.number))
    return [
        (a.number, b.number)
        for a, b in zip(orders, orders[1:])
        if a.customer == b.customer and similarity(a.note[:12], b.note[:12]) > 0.8
    ]


def sign(order):
    text = f"{order.number}|{order.customer}|{order.total}".encode()
    return hmac.new(SECRET, text, hashlib.sha256).hexdigest()


def book(orders):
    accounts = {}
    by_sku = defaultdict(int)
    for order in orders:
        account = accounts.get(order.customer)
        if account is None:
            account = accounts[order.customer] = Account(order.customer)
        order.parent = account
        account.orders.append(order)
        account.balance += order.total
        for line in order.lines:
            by_sku[line["sku"]] += line["quantity"]
    return accounts, sorted(by_sku.items(), key=lambda item: (-item[1], item[0]))


def write_journal(file, accounts, signatures):
    for name, account in sorted(accounts.items()):
        entry = {"name": name, "balance": str(account.balance), "orders": [order.number for order in account.orders],
                 "notes": [order.note for order in account.orders],
                 "signatures": [signatures[order.number] for order in account.orders]}
        block = zlib.compress(json.dumps(entry, sort_keys=True).encode(), 6)
        os.write(file, struct.pack(">II", len(block), zlib.crc32(block)) + block)
    os.fsync(file)
    size = os.lseek(file, 0, os.SEEK_CUR)
    os.ftruncate(file, 0)
    os.lseek(file, 0, os.SEEK_SET)
    return size


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    if not 1 <= rounds <= 1000:
        sys.exit("usage: python ledger.py [ROUNDS] (1 to 1000)")
    rows = make_orders(2000, Random(7))
    with tempfile.TemporaryFile() as journal:
        for _ in range(rounds):
            orders = [read_order(row) for row in rows]
            for order in orders:
                price_order(order)
                order.note = hide_cards(order.note)
            signatures = {order.number: sign(order) for order in orders}
            doubles = find_doubles(orders)
            accounts, skus = book(orders)
            size = write_journal(journal.fileno(), accounts, signatures)
            del orders, accounts
            gc.collect()
    print(f"{size} bytes a journal, {len(doubles)} doubles, most sold {skus[0][0]}")


main()
