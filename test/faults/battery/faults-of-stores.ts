/** Faults of disks, object stores, catalogues and clocks. */
import type { Fault } from "./fault.ts";

export const faultsOfStores: readonly Fault[] = [
  {
    id: "F15",
    fault: "storm of 503",
    done: "three of ten answers of an S3 server, as long as the line runs",
    tests: [
      ["faults/store-troubles", "three of ten answers are 503"],
      ["faults/store-faults", "succeeds at last when the store does"],
    ],
    open: "",
  },
  {
    id: "F16",
    fault: "S3 hangs",
    done: "no answer, no closing: in a single call, and under a whole line",
    tests: [
      ["faults/store-faults", "ends with SVC-STORE when the store does"],
      ["faults/store-troubles", "names it, and goes on by itself"],
    ],
    open: "",
  },
  {
    id: "F17",
    fault: "line to S3 breaks",
    done: "reset, closed, stalled at 1, 50 and 99 % of an upload, once and each time; answer lost after success",
    tests: [
      ["faults/store-faults", "puts the object whole although the line did"],
      ["faults/store-faults", "stores nothing under the digest when the line does"],
      ["faults/store-faults", "writes a named text once although the answer was lost"],
    ],
    open: "",
  },
  {
    id: "F18",
    fault: "S3 says stored and has not",
    done: "object dropped, shortened, one bit changed after 200: in a single call, and each time under a whole line",
    tests: [
      ["faults/store-troubles", "names it, and goes on by itself"],
      ["faults/store-faults", "is found out when the store answers 200 but does"],
      ["faults/store-faults", "finds out a store that does"],
    ],
    open: "",
  },
  {
    id: "F19",
    fault: "S3 reads and lists what is old",
    done: "an object not found right after its upload; a listing with ghosts and without half of what is there",
    tests: [
      ["faults/store-troubles", "makes nothing be collected, and nothing be called missing"],
      ["faults/store-faults", "succeeds at last when the store does"],
      ["pipeline/gc/collect-orphans", "leaves an object that no row but a description in the store names"],
    ],
    open: "",
  },
  {
    id: "F20",
    fault: "S3 full, locked, deleted",
    done: "quota used up, keys changed, bucket gone, in the middle of a line and then right again; a wrong secret at a real server",
    tests: [
      ["faults/store-troubles", "names it, and goes on by itself"],
      ["pipeline/store/s3", "tells a wrong secret from a server that is away"],
      ["pipeline/store/s3", "never says that an object is missing when the whole bucket is"],
    ],
    open: "an expired certificate has its sentence, but no test presents one",
  },
  {
    id: "F21",
    fault: "upload in parts left unfinished",
    done: "an upload of 70 parts that fails at its end, on a real server",
    tests: [["pipeline/store/s3", "leaves no unfinished upload"]],
    open: "a process killed in such an upload (above 1 GiB) leaves parts that only the next upload of the same file takes up; let the bucket expire them",
  },
  {
    id: "F22",
    fault: "disk full",
    done: "a small disk really full under adding, working, storing and the catalogue; any one call to the disk failing, chosen at random",
    tests: [
      ["faults/full-disk", "ends the adding command with its code"],
      ["faults/full-disk", "makes workers wait, and they go on by themselves"],
      ["faults/full-disk", "leaves nothing under the name of a bag"],
      ["faults/full-disk", "work goes on when its log cannot be written"],
      ["faults/failing-disk", "leaves nothing half done"],
      ["faults/ledger", "reports a full disk as such, loses nothing"],
      ["faults/store-faults", "leaves nothing half-written on a disk that is really full"],
    ],
    open: "",
  },
  {
    id: "F23",
    fault: "a scan cannot be read",
    done: "every read of one file fails (EIO); a file that is gone",
    tests: [
      ["faults/failing-disk", "is told by its name and code, and the others are taken"],
      ["contracts/store", "names a file that cannot be read"],
    ],
    open: "",
  },
  {
    id: "F24",
    fault: "no permission, read only, locked",
    done: "a scan without permission to read; a store mounted read only",
    tests: [
      ["faults/denied", "is told by its name"],
      ["faults/denied", "is named, and work goes on when it may be written"],
    ],
    open: "files locked by another program are a matter of Windows, where nothing was run",
  },
  {
    id: "F25",
    fault: "clocks",
    done: "an hour forward, a day back in the middle; a lease from a clock a day ahead; 2039 and 29 February; S3 refusing for skew",
    tests: [
      ["faults/clocks", "in the middle of work does no harm"],
      ["faults/clocks", "nobody waits a day for what the dead one held"],
      ["faults/clocks", "work as on any day"],
      ["faults/store-troubles", "names it, and goes on by itself"],
    ],
    open: "a host that is behind the others by more than its lease has its tasks taken away: keep clocks synchronised; a leap second was not made",
  },
  {
    id: "F26",
    fault: "a stored object changes",
    done: "one bit in each of 20, zeros, truncated, another page's bytes, nothing; in one copy, in both",
    tests: [
      ["pipeline/fixity/two-copies", "one bit flipped in each of 20 objects is found in one cycle"],
      ["pipeline/fixity/two-copies", "an object that is damaged in both copies"],
      ["pipeline/fixity/two-copies", "is not derived from"],
      ["pipeline/fixity/sound-file", "raises the alarm and is evidence at once"],
      ["journeys/second-copy", "is filled by a running worker"],
      ["journeys/second-copy", "one flipped bit ends verify, status and errors with 8"],
      ["journeys/second-copy", "nothing is changed without a yes"],
    ],
    open: "",
  },
  {
    id: "F27",
    fault: "a bit changes on the way",
    done: "in the body of an upload to S3, and of one to the workroom",
    tests: [
      ["faults/store-faults", "stores nothing under the digest when the line does"],
      ["faults/store-faults", "refuses bytes that change each time they are fetched"],
      ["web/workroom/upload", "whose bytes changed on the way is refused"],
    ],
    open: "",
  },
  {
    id: "F28",
    fault: "a bit changes in a backup, a description, its digest",
    done: "rows and digests of a backup, cut backups, a description changed behind its digest, any byte of a package",
    tests: [
      ["cli/backup/backup", "a row that was changed"],
      ["cli/backup/backup", "a list of digests that was changed"],
      ["cli/backup/backup", "a file cut at"],
      ["pipeline/store/filesystem", "finds a text that was changed behind its back"],
      ["formats/ocfl/check-object", "with any one byte changed is never found good"],
    ],
    open: "",
  },
  {
    id: "F29",
    fault: "catalogue lost",
    done: "deleted, and made anew from the store",
    tests: [
      ["journeys/packages", "the catalogue thrown away is rebuilt from the store alone"],
      ["pipeline/machine", "the catalogue can be thrown away and rebuilt from the store"],
    ],
    open: "",
  },
  {
    id: "F30",
    fault: "catalogue of yesterday, store of today",
    done: "put back from a copy and from a backup; then edits, rescans, pages and books of today",
    tests: [
      ["faults/older-catalogue", "takes over what was done since"],
      ["faults/older-catalogue", "sohoa restore takes over what the store knows beyond the backup"],
    ],
    open: "rows of the register that were changed since stay as in the backup; the newer ones are in the store (holdings/)",
  },
  {
    id: "F39",
    fault: "power cut",
    done: "a traced run put back as a cut may leave it at 200 moments: what was synced, and any part of the rest",
    tests: [
      ["faults/power-cut", "the model keeps what was synced"],
      ["faults/power-cut", "the model loses what was not synced"],
      ["faults/power-cut", "what was acknowledged is there, and the next run ends as if nothing had happened"],
    ],
    open: "a model of SQLite and a folder, after what POSIX promises; no disk lost power, and PostgreSQL and S3 are trusted with theirs",
  },
  {
    id: "F42",
    fault: "a check that sees nothing",
    done: "a fault planted before each run of checks; runs that miss it, and runs that read nothing",
    tests: [
      ["pipeline/fixity/two-copies", "do not count when the planted fault goes unnoticed"],
      ["pipeline/fixity/two-copies", "fail when objects were due and none could be read"],
      ["pipeline/machine", "fsck names a lost object, a changed object, and an object nobody knows"],
    ],
    open: "",
  },
];
