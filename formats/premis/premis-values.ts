/** What a PREMIS document is written from: files, events, agents and rights as plain values (PREMIS 3.0, Library of Congress). */

/** A file that the document speaks of: one of the package, or one that an event made and that is not in it. */
export interface PremisFile {
  /** Lower-case hexadecimal SHA-256; also the identifier. */
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  /** Where it stands in the package; none for a file that is only told of. */
  readonly paths: readonly string[];
  /** Name as it was handed over. */
  readonly originalName?: string;
}

/** Something that happened. */
export interface PremisEvent {
  /** Unique in the document. */
  readonly id: string;
  /** Of the list http://id.loc.gov/vocabulary/preservation/eventType. */
  readonly type:
    | "ingestion"
    | "creation"
    | "modification"
    | "fixity check"
    | "quality review"
    | "replication"
    | "quarantine"
    | "recovery";
  /** ISO 8601. */
  readonly at: string;
  readonly detail: string;
  readonly outcome: "success" | "fail" | "warning";
  readonly note?: string;
  readonly agents: readonly PremisAgent[];
  /** Digests of what was read. */
  readonly sources: readonly string[];
  /** Digests of what was made, received or looked at. */
  readonly outcomes: readonly string[];
}

/** A person or a program. */
export interface PremisAgent {
  readonly name: string;
  readonly type: "person" | "software";
  readonly version?: string;
}

/** What may be done with the item. */
export interface PremisRights {
  /** A licence or a rights statement, as an address. */
  readonly terms?: string;
  /** public, internal or restricted. */
  readonly access: string;
}

/** Everything of one package. */
export interface PremisPackage {
  /** Identifier of the item as a whole. */
  readonly item: string;
  readonly title: string;
  readonly files: readonly PremisFile[];
  /** Digests of the masters, in page order: the parts of the item. */
  readonly masters: readonly string[];
  readonly events: readonly PremisEvent[];
  readonly rights: PremisRights;
}
