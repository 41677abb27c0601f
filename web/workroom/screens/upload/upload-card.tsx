/** One upload: how far it is by the server's own count, and what can be done with it. */
import { useState } from "preact/hooks";
import { get, post, Refusal } from "../../api.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { toast } from "../../parts/toasts.tsx";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/upload.ts";
import { dayAndTime } from "../../words/words.ts";
import { ChooseFolder } from "./choose-folder.tsx";
import { OutcomeView } from "./outcome-view.tsx";
import type { PickedFolder } from "./picked.ts";
import type { Sending } from "./sending.ts";
import { drop, isSame, resume, sendingOf } from "./sendings.ts";
import { size } from "./sizes.ts";
import type { UploadHead, WholeUpload } from "./upload.ts";

interface UploadCardProps {
  readonly upload: UploadHead;
  readonly onChanged: () => void;
}

/** The card. */
export function UploadCard({ upload: listed, onChanged }: UploadCardProps) {
  const sending = sendingOf(listed.id);
  const upload = listed.outcome || !sending?.head.outcome ? listed : sending.head;
  const { shelfmark, by, createdAt, outcome } = upload;
  return (
    <article class="upload-card" data-upload={upload.id}>
      <h3>
        <bdi>{shelfmark}</bdi> <small>{say("byAndWhen", { by, when: dayAndTime(createdAt) })}</small>
      </h3>
      {outcome ? <OutcomeView batch={upload.batch} outcome={outcome} /> : <Progress upload={upload} sending={sending} />}
      <Steps upload={upload} sending={sending} onChanged={onChanged} />
    </article>
  );
}

interface ProgressProps {
  readonly upload: UploadHead;
  readonly sending: Sending | undefined;
}

function Progress({ upload, sending }: ProgressProps) {
  const { shelfmark, files, bytes } = upload;
  const received = sending?.receivedBytes ?? bytes.received;
  const whole = sending?.wholeFiles ?? files.whole;
  const step = sending?.head.step ?? upload.step;
  const facts = { whole, files: files.toSend, received: size(received), size: size(bytes.toSend) };
  const standing = sending ? say(`state_${sending.state}`) : upload.state === "arrived" ? say("allThere") : say("elsewhere");
  const failure = sending ? undefined : (upload.failure ?? undefined);
  return (
    <>
      <p>
        <progress max={Math.max(1, bytes.toSend)} value={received} aria-label={say("progressOf", { shelfmark })} />
      </p>
      <p>{say("progress", facts)}</p>
      <p role="status">
        <b>{step ? say(`state_taking`) : standing}</b>
        {step && ` · ${say(`step_${step.step}`, { done: step.done, total: step.total })}`}
      </p>
      {sending?.state === "sending" && sending.current !== "" && (
        <p>
          <small>
            <bdi>{say("now", { name: sending.current })}</bdi>
          </small>
        </p>
      )}
      {sending && sending.problems.length > 0 && <Problems sending={sending} />}
      {sending?.refusal && <RefusalBox refusal={sending.refusal} />}
      {failure && <RefusalBox refusal={new Refusal(409, failure.code, failure.message, failure.advice)} />}
    </>
  );
}

function Problems({ sending }: { readonly sending: Sending }) {
  return (
    <div role="alert">
      <h4>✖ {say("problems")}</h4>
      <ul>
        {sending.problems.map(({ name, code, message }) => (
          <li key={name}>
            <bdi>{name}</bdi>: {code === "MISSING" || code === "UNREADABLE" ? say(`problem_${code}`) : message}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface StepsProps extends ProgressProps {
  readonly onChanged: () => void;
}

function Steps({ upload, sending, onChanged }: StepsProps) {
  const [isAsking, setIsAsking] = useState(false);
  const act = (what: () => Promise<unknown>): void => {
    what().then(onChanged, (thrown: unknown) =>
      toast(thrown instanceof Refusal ? `${thrown.message} ${thrown.advice}` : String(thrown), "bad"),
    );
  };
  const goOn = async ([folder]: readonly PickedFolder[]): Promise<void> => {
    const whole = await get<WholeUpload>(`/api/uploads/${upload.id}`);
    if (!folder || !isSame(whole, folder)) return toast(say("notSame", { shelfmark: upload.shelfmark }), "bad");
    resume(whole, folder);
  };
  const isDone = upload.outcome !== null;
  const state = sending?.state;
  const isTaking = upload.state === "taking" || state === "taking";
  return (
    <p class="tools">
      {(state === "sending" || state === "waiting") && (
        <button type="button" onClick={() => sending?.pause()}>
          {say("pause")}
        </button>
      )}
      {!isDone && (state === "paused" || state === "stopped") && (
        <button type="button" class="main" onClick={() => void sending?.run()}>
          {say(state === "paused" ? "continue" : "tryAgain")}
        </button>
      )}
      {!isDone && !sending && upload.state === "sending" && (
        <ChooseFolder words={say("chooseAgain")} isMain onChosen={(folders) => act(() => goOn(folders))} />
      )}
      {!isDone && !sending && upload.state === "arrived" && (
        <button type="button" class="main" onClick={() => act(() => post(`/api/uploads/${upload.id}/finish`))}>
          {say("takeIn")}
        </button>
      )}
      {isDone ? (
        <button type="button" class="plain" onClick={() => act(() => drop(upload.id))}>
          {say("remove")}
        </button>
      ) : (
        <button type="button" class="plain" disabled={isTaking} onClick={() => setIsAsking(true)}>
          {say("dropUpload")}
        </button>
      )}
      {isAsking && (
        <DropDialog
          upload={upload}
          whole={sending?.wholeFiles ?? upload.files.whole}
          onClose={() => setIsAsking(false)}
          onYes={() => act(() => drop(upload.id))}
        />
      )}
    </p>
  );
}

interface DropDialogProps {
  readonly upload: UploadHead;
  readonly whole: number;
  readonly onClose: () => void;
  readonly onYes: () => void;
}

function DropDialog({ upload: { shelfmark }, whole, onClose, onYes }: DropDialogProps) {
  const actions = (
    <>
      <button type="button" onClick={onClose}>
        {sayFrame("cancel")}
      </button>
      <button
        type="button"
        class="main"
        onClick={() => {
          onClose();
          onYes();
        }}
      >
        {say("dropYes")}
      </button>
    </>
  );
  return (
    <Dialog title={say("dropTitle", { shelfmark })} onClose={onClose} actions={actions}>
      <p>{say("dropText", { whole })}</p>
    </Dialog>
  );
}
