#!/usr/bin/env python3
"""Checks files of a Sidetone journal, or its JSON export, with Python's standard library alone. docs/evidence.md has the format.

Exit codes: 0 nothing speaks against the journal, 1 something does, 2 it can't be checked.
"""

import argparse
import base64
import datetime
import hashlib
import json
import os
import re
import sys

LONGEST_LINE = 1_000_000
LONGEST_NOTE = 10_000
STAMP_MS = 2_000
HASH = re.compile(r"[0-9a-f]{64}")
CHECKPOINT = re.compile(
    r"Sidetone journal checkpoint v1\nsequence ([1-9]\d{0,14})\nhead ([0-9a-f]{64})\ntime (\S{24})\n"
    r"server-time (\S{24}|unknown)\nkey ([0-9a-f]{64})\n",
    re.ASCII,
)
NOTE = re.compile(r"Sidetone journal checkpoint v1\n(?:[^\n]{1,200}\n){5}\n(?:— [^\n]{1,400}\n){1,16}")

# Ed25519 (RFC 8032, section 5.1), verification only: points are (X, Y, Z, T) with x = X/Z, y = Y/Z, T = XY/Z.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(number, point):
    result = (0, 1, 1, 0)
    while number > 0:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def decoded(data):
    """The point of 32 bytes, or None."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P != 0 or (x == 0 and sign == 1):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def encoded(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decoded((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public_key, message, signature):
    point = decoded(public_key)
    number = int.from_bytes(signature[32:], "little")
    if point is None or len(signature) != 64 or number >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    challenge = int.from_bytes(digest, "little") % L
    minus = (P - point[0], point[1], 1, P - point[3])
    return encoded(add(multiply(number, BASE), multiply(challenge, minus))) == signature[:32]


# Signed notes (https://c2sp.org/signed-note).


def key_id(public_key):
    return hashlib.sha256(b"sidetone-journal\n\x01" + public_key).digest()[:4]


def read_key(text):
    """The 32 bytes of a verifier key, or None."""
    found = re.fullmatch(r"sidetone-journal\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})", text)
    data = base64.b64decode(found[2]) if found else b""
    is_sound = len(data) == 33 and data[0] == 1 and key_id(data[1:]).hex() == found[1]
    return data[1:] if is_sound else None


def open_note(note, public_key):
    """The text that this key has signed, or None."""
    end = note.rfind("\n\n") + 1
    lines = note[end + 1 :].split("\n")
    if len(note) > LONGEST_NOTE or end == 0 or lines.pop() != "":
        return None
    for line in lines:
        found = re.fullmatch(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})", line)
        if not found:
            return None
        data = base64.b64decode(found[2] + "=" * (-len(found[2]) % 4))
        if found[1] == "sidetone-journal" and data[:4] == key_id(public_key):
            return note[:end] if is_signed(public_key, note[:end].encode(), data[4:]) else None
    return None


def read_checkpoint(text):
    found = CHECKPOINT.fullmatch(text or "")
    return found and {"sequence": int(found[1]), "head": found[2], "time": found[3], "key": found[5]}


def open_checkpoint(note, verifier_key):
    """What a note says that the key beside it has signed, or None."""
    public_key = read_key(verifier_key)
    checkpoint = read_checkpoint(open_note(note, public_key)) if public_key else None
    is_own = checkpoint and checkpoint["key"] == hashlib.sha256(public_key).hexdigest()
    return checkpoint if is_own else None


# The journal.


def parsed(text):
    def refuse(constant):
        raise ValueError(constant)

    try:
        return json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError):
        return None


def read_entry(line):
    """The entry of a line whose own hash is right, or None."""
    entry = parsed(line) if len(line) <= LONGEST_LINE else None
    if not isinstance(entry, dict) or not isinstance(entry.get("fact"), dict):
        return None
    own, sequence = str(entry.get("hash")), entry.get("sequence")
    ending = ',"hash":"' + own + '"}'
    if not (HASH.fullmatch(own) and HASH.fullmatch(str(entry.get("previous"))) and line.endswith(ending)):
        return None
    if not isinstance(sequence, int) or sequence < 1 or not isinstance(entry.get("at"), str):
        return None
    fact = entry["fact"]
    if fact.get("kind") == "checkpoint" and not all(isinstance(fact.get(name), str) for name in ("note", "publicKey")):
        return None
    rest = line[: -len(ending)] + "}"
    return entry if hashlib.sha256(rest.encode(errors="replace")).hexdigest() == own else None


def text_of(file):
    with open(file, encoding="utf-8", errors="replace", newline="") as opened:
        return opened.read()


def lines_of(text):
    text = text.removeprefix("\ufeff")
    export = parsed(text)
    if isinstance(export, dict) and export.get("format") == "sidetone-journal":
        return export["lines"]
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def check_chain(file, lines, against):
    """The readable entries; what breaks the chain is added to `against`."""
    entries, before = [], None
    for number, line in enumerate(lines, 1):
        entry = read_entry(line)
        if number == 1 and entry and entry["sequence"] == 1:
            before = {"sequence": 0, "hash": "0" * 64}
        if entry is None:
            against.append(f"{file}: entry {number} can't be read, or was changed")
        elif before and (entry["previous"] != before["hash"] or entry["sequence"] != before["sequence"] + 1):
            against.append(f"{file}: entry {number}: an earlier entry is missing")
        entries += [entry] if entry else []
        before = entry
    return entries


def join(files, against):
    """All entries in their order; a file that doesn't continue the one before is added to `against`."""
    ordered = sorted(files, key=lambda one: one[1][0]["sequence"] if one[1] else float("inf"))
    for (left, before), (right, after) in zip(ordered, ordered[1:]):
        if not before or not after:
            continue
        last, first = before[-1], after[0]
        if first["sequence"] != last["sequence"] + 1 or first["previous"] != last["hash"]:
            against.append(f"{right} doesn't continue {left}")
        names = [os.path.basename(left), os.path.basename(right)]
        if all(re.fullmatch(r"\d{4}-\d{2}\.jsonl", name, re.ASCII) for name in names) and names[0] > names[1]:
            against.append(f"{right} has later entries than {left}: the files were swapped or renamed")
    return [entry for _, entries in ordered for entry in entries]


def milliseconds(text):
    """Of an instant as JavaScript writes it; None for anything else."""
    try:
        moment = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")
    except ValueError:
        return None
    return (moment - datetime.datetime(1970, 1, 1)) // datetime.timedelta(milliseconds=1)


def check_signatures(entries, against, remarks):
    """The keys in the order in which they sign, each with the entry of its first checkpoint."""
    keys, newest, unsigned = [], None, None
    for entry in entries:
        sequence, fact = entry["sequence"], entry["fact"]
        unsigned = sequence if unsigned is None else unsigned
        if fact.get("kind") == "older-copy":
            against.append(f"Entry {sequence} says that entry {fact['signed']} had been signed and was gone")
        if fact.get("kind") != "checkpoint":
            continue
        found = open_checkpoint(fact["note"], fact["publicKey"])
        at, signed_at = milliseconds(entry["at"]), milliseconds(found["time"]) if found else None
        if found is None:
            against.append(f"The signature in entry {sequence} is invalid.")
        elif (found["sequence"], found["head"]) != (sequence - 1, entry["previous"]) or (
            at is None or signed_at is None or abs(at - signed_at) > STAMP_MS
        ):
            against.append(f"The checkpoint in entry {sequence} was signed for other entries.")
        else:
            newest, unsigned = found, None
            if not keys or keys[-1][0] != found["key"]:
                keys.append((found["key"], sequence))
    if newest is None:
        remarks.append("Not signed.")
        return keys
    remarks.append(f"Signed up to entry {newest['sequence']} ({newest['time']})")
    for index, (key, sequence) in enumerate(keys):
        remarks.append(f"Key: {key}" if index == 0 else f"From entry {sequence} on, another key signs: {key}")
    if unsigned is not None:
        remarks.append(f"Nothing is signed from entry {unsigned} on.")
    return keys


def json_in(text):
    """The JSON that a text is, or that is in it from the first brace to the last."""
    start, whole = text.find("{"), parsed(text)
    return parsed(text[start : text.rfind("}") + 1]) if whole is None and start >= 0 else whole


def notes_in(value, depth=0):
    """Every note in a text, in JSON, or in JSON in JSON."""
    if depth > 8:
        return []
    if isinstance(value, str):
        inside = notes_in(json_in(value), depth + 1) if "{" in value else []
        return NOTE.findall(value) + inside
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [note for part in parts for note in notes_in(part, depth + 1)]


def check_witness(entries, text, against, remarks):
    text = text.replace("\r\n", "\n")
    notes = set(NOTE.findall(text))
    for part in [text, *text.split("\n")]:
        notes.update(notes_in(json_in(part)))
    names = {entry["fact"]["publicKey"] for entry in entries if entry["fact"].get("kind") == "checkpoint"}
    by_key = {hashlib.sha256(key).hexdigest(): name for name in names if (key := read_key(name))}
    hashes = {entry["sequence"]: entry["hash"] for entry in entries}
    agreeing, last = 0, max(hashes, default=0)
    for note in notes:
        found = read_checkpoint(note[: note.rfind("\n\n") + 1])
        if found is None:
            continue
        if found["key"] in by_key and open_checkpoint(note, by_key[found["key"]]) is None:
            against.append(f"The witness's checkpoint of entry {found['sequence']} has an invalid signature.")
            continue
        if found["key"] not in by_key:
            against.append(f"The witness has a checkpoint of another key: {found['key']}")
        if found["sequence"] > last:
            against.append(f"The journal ends with entry {last}, but the witness has entry {found['sequence']}.")
        elif hashes.get(found["sequence"], found["head"]) != found["head"]:
            against.append(f"Entry {found['sequence']} isn't the one that the witness has from {found['time']}.")
        elif found["sequence"] in hashes:
            agreeing += 1
    remarks.append(f"The witness agrees: {agreeing} checkpoints.")
    return len(notes) > 0


def fingerprint(text):
    found = "".join(text.split()).lower()
    if not HASH.fullmatch(found):
        raise argparse.ArgumentTypeError("a fingerprint has 64 hexadecimal digits")
    return found


def main(words):
    try:
        return check(words)
    except OSError as error:
        if error.filename is None:
            raise
        print(f"Can't read {error.filename}: {error.strerror}", file=sys.stderr)
        return 2


def check(words):
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--witness", metavar="FILE", help="checkpoints that were kept elsewhere")
    parser.add_argument("--key", metavar="FINGERPRINT", type=fingerprint, help="the key that must have signed")
    parser.add_argument("files", metavar="FILE", nargs="+")
    asked = parser.parse_args(words)
    key, witness = asked.key, asked.witness
    against, remarks, checked = [], [], []
    for file in asked.files:
        lines = lines_of(text_of(file))
        if not any('"sequence":' in line for line in lines):
            print(f"{file} isn't a Sidetone journal.", file=sys.stderr)
            return 2
        checked.append((file, check_chain(file, lines, against)))
    entries = join(checked, against)
    keys = check_signatures(entries, against, remarks)
    if key is not None and (not keys or any(other != key for other, _ in keys)):
        against.append(f"Not signed by the key that you named alone: {key}")
    if witness is not None:
        if not check_witness(entries, text_of(witness), against, remarks):
            print(f"{witness} holds no checkpoints.", file=sys.stderr)
            return 2
    if entries and entries[0]["sequence"] > 1:
        remarks.insert(0, f"It begins with entry {entries[0]['sequence']}: what came before wasn't checked.")
    first = "Don't rely on this journal:" if against else "Intact"
    print("\n".join([f"{first} ({len(entries)} entries)", *against, *remarks]))
    return 1 if against else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
