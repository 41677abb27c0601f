/** Faults of workers, servers, queues and the machines they run on. */
import type { Fault } from "./fault.ts";

export const faultsOfProcesses: readonly Fault[] = [
  {
    id: "F01",
    fault: "worker killed",
    done: "killed at each of five points of each step of a small line, and in each stage of the real line; run again",
    tests: [
      ["faults/kill-worker", "the next run finishes everything, once, with the same digests"],
      ["faults/kill-line", "finishes with the digests of a calm run"],
    ],
    open: "the real line dies at one point a stage, in turn; only the small one at all of them",
  },
  {
    id: "F02",
    fault: "the same page kills its worker",
    done: "2, 3 and 10 times; then a person tries it again",
    tests: [
      ["faults/poison", "times is set aside only after the third time"],
      ["faults/poison", "tells a page that killed it three times by exit 3"],
    ],
    open: "",
  },
  {
    id: "F03",
    fault: "adding killed",
    done: "50 calls killed at named points or at random moments; the last call goes through",
    tests: [
      ["faults/kill-adding", "killed again and again at random moments"],
      ["faults/kill-replace", "goes on when it is called again"],
    ],
    open: "",
  },
  {
    id: "F04",
    fault: "server killed while saving, importing, publishing",
    done: "50 times while texts are saved, 50 while records are; publishing as in F01",
    tests: [
      ["faults/kill-text-server", "has every edit that it acknowledged"],
      ["faults/kill-desk-saver", "no acknowledged save is missing"],
      ["faults/kill-worker", "the next run finishes everything, once, with the same digests"],
    ],
    open: "an import is not killed; it writes objects first and the catalogue last, as adding does",
  },
  {
    id: "F05",
    fault: "rolling restart",
    done: "two workers under load told to stop, one after the other, others started",
    tests: [["faults/several-workers", "told to stop and started again one after the other"]],
    open: "",
  },
  {
    id: "F06",
    fault: "Redis restarted, killed, flushed, emptied, away",
    done: "each in the middle of a batch, on a real server; nothing is done but starting it, or not even that",
    tests: [
      ["faults/redis-troubles", "in the middle, finishes with no other help"],
      ["pipeline/queue/bullmq", "finds announced work again after FLUSHALL"],
      ["journeys/scaled-out", "though Redis is flushed and a worker killed on the way"],
    ],
    open: "instead of half an hour away it never comes back",
  },
  {
    id: "F07",
    fault: "Redis full",
    done: "its memory limit set below what it uses, in the middle of a batch and from the beginning",
    tests: [["faults/redis-troubles", "has no memory left"]],
    open: "",
  },
  {
    id: "F08",
    fault: "Redis may drop work",
    done: "two eviction policies",
    tests: [["pipeline/queue/bullmq", "refuses a Redis that may evict jobs"]],
    open: "",
  },
  {
    id: "F09",
    fault: "worker asleep beyond its lease",
    done: "stopped (SIGSTOP) while it holds a task, woken when another has published",
    tests: [
      ["faults/several-workers", "one of which sleeps for longer than its lease"],
      ["contracts/ledger", "drops the result of a worker whose lease another has"],
    ],
    open: "",
  },
  {
    id: "F10",
    fault: "everything delivered twice",
    done: "each task given to two takers, in turn and at the same time",
    tests: [["faults/several-workers", "is done with the same outcome and recorded once"]],
    open: "",
  },
  {
    id: "F11",
    fault: "a late result of an older version",
    done: "a task finishes after another derivation became wanted",
    tests: [
      ["contracts/ledger", "keeps what a worker made of a task that was given up, and moves no pointer"],
      ["pipeline/changes-in-mid-run", "a profile taken back before its work was done"],
    ],
    open: "",
  },
  {
    id: "F12",
    fault: "several reconcilers",
    done: "three at once that all think they lead, beside a worker",
    tests: [
      ["faults/several-workers", "that all think they lead change nothing"],
      ["contracts/ledger", "lets one process at a time hold a duty"],
    ],
    open: "",
  },
  {
    id: "F34",
    fault: "OCR crashes, hangs, eats memory",
    done: "a step that crashes, hangs, fills memory; the reader's thread killed in the middle of a page; nothing read",
    tests: [
      ["pipeline/machine", "a page that crashes, hangs or is refused costs that page only"],
      ["stages/ocr", "survives the death of its thread in the middle of a page"],
      ["stages/ocr", "says that a language is not installed"],
      ["stages/ocr", "a line on which nothing was read keeps its place"],
      ["faults/greedy-child", "that takes more memory than it may is stopped"],
    ],
    open: "the readers are libraries in a child of ours: there is no program that could answer garbage with exit 0",
  },
  {
    id: "F35",
    fault: "orphaned child, full pipe",
    done: "worker killed while its child spins; a child that writes without end",
    tests: [
      ["faults/orphaned-child", "a child that hears nothing ends when its worker is killed"],
      ["faults/greedy-child", "that says more than anybody reads"],
    ],
    open: "",
  },
  {
    id: "F37",
    fault: "upgrade, downgrade, migration killed",
    done: "a home of an earlier release, its upgrade killed, a catalogue of a newer one; a stage raised with work under way",
    tests: [
      ["journeys/upgrade", "whose upgrade is killed half-way is as it was"],
      ["journeys/upgrade", "is upgraded by the first command of today"],
      ["journeys/upgrade", "that a newer release has upgraded is refused"],
      ["pipeline/changes-in-mid-run", "a raised stage version makes everything again"],
    ],
    open: "",
  },
  {
    id: "F38",
    fault: "old worker beside a new one",
    done: "a worker that has another version of the stage takes the task",
    tests: [["faults/other-release", "a worker leaves a task alone"]],
    open: "",
  },
  {
    id: "F40",
    fault: "no memory",
    done: "a child beyond its limit; the kernel ends it in a control group of 400 MiB",
    tests: [
      ["faults/greedy-child", "that takes more memory than it may is stopped"],
      ["faults/greedy-child", "loses the child and not the worker"],
    ],
    open: "a worker does not lower the number of its lanes by itself; control groups of version 1 only",
  },
  {
    id: "F41",
    fault: "soak",
    done: "random faults every few seconds over a running house with three workers, on files and on PostgreSQL, Redis and S3",
    tests: [["faults/soak", "loses nothing, does nothing twice, and leaves nothing behind"]],
    open: "minutes, not 24 hours; texts in place of scans; bits are flipped on the line to the store, not in it",
  },
];
