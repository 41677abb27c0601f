/** Accounts: who may sign in, in which role. Every change is confirmed with one's own password. */
import { useState } from "preact/hooks";
import { addressOf, post, put, Refusal, remove } from "../../api.ts";
import { useLive } from "../../live.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { toast } from "../../parts/toasts.tsx";
import { roleName } from "../../parts/top-bar.tsx";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/people.ts";
import { dayAndTime } from "../../words/words.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";

interface Account {
  readonly name: string;
  readonly role: string;
  readonly hasPassword: boolean;
  /** Linked to somebody of the library's identity provider. */
  readonly hasIdentity: boolean;
  readonly grants: readonly string[];
  readonly createdAt: string;
}

/** A secret that is shown once. */
interface Token {
  readonly name: string;
  readonly token: string;
  readonly expiresAt: string;
}

const ROLES = ["reader", "technician", "editor", "reviewer", "manager", "admin"] as const;

/** What is about to be done, until it is confirmed. */
type Plan =
  | { readonly do: "add"; readonly name: string; readonly role: string }
  | { readonly do: "role"; readonly name: string; readonly role: string }
  | { readonly do: "link"; readonly name: string; readonly subject: string }
  | { readonly do: "reset" | "remove" | "unlink"; readonly name: string };

/** The screen. */
export function People() {
  const { value, refusal, reload } = useLive<{ readonly users: readonly Account[]; readonly isOutsideOn: boolean }>("/api/users");
  const [plan, setPlan] = useState<Plan>();
  const [token, setToken] = useState<Token>();
  if (refusal && !value) return <RefusalBox refusal={refusal} onTryAgain={reload} />;
  if (!value) return <p class="waiting">{sayFrame("loading")}</p>;
  const confirm = async (password: string): Promise<Refusal | undefined> => {
    if (!plan) return undefined;
    try {
      const made = await carryOut(plan, password);
      if (made) setToken({ name: plan.name, ...made });
      else toast(say("done"));
      setPlan(undefined);
      reload();
      return undefined;
    } catch (thrown) {
      return thrown instanceof Refusal ? thrown : new Refusal(0, "OFFLINE", String(thrown));
    }
  };
  return (
    <section>
      <h1>{say("title")}</h1>
      <AddForm onAdd={(name, role) => setPlan({ do: "add", name, role })} />
      {value.isOutsideOn && (
        <LinkForm
          names={value.users.map(({ name }) => name)}
          onLink={(name, subject) => setPlan({ do: "link", name, subject })}
        />
      )}
      <div class="scroll-x">
        <table class="list">
          <thead>
            <tr>
              {(["name", "role", "hasPassword", "grants", "since"] as const).map((head) => (
                <th key={head} scope="col">
                  {say(head)}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {value.users.map((account) => (
              <AccountRow key={account.name} account={account} onPlan={setPlan} />
            ))}
          </tbody>
        </table>
      </div>
      {plan && <ConfirmDialog title={titleOf(plan)} text={textOf(plan)} onConfirm={confirm} onClose={() => setPlan(undefined)} />}
      {token && <TokenDialog token={token} onClose={() => setToken(undefined)} />}
    </section>
  );
}

type Made = Omit<Token, "name"> | undefined;

async function carryOut(plan: Plan, password: string): Promise<Made> {
  const own = `/api/users/${encodeURIComponent(plan.name)}`;
  if (plan.do === "add") return await post<Made>("/api/users", { password, name: plan.name, role: plan.role });
  if (plan.do === "reset") return await post<Made>(`${own}/reset`, { password });
  if (plan.do === "role") await put(`${own}/role`, { password, role: plan.role });
  else if (plan.do === "link") await post(`${own}/identities`, { password, subject: plan.subject });
  else await remove(plan.do === "unlink" ? `${own}/identities` : own, { password });
  return undefined;
}

function titleOf(plan: Plan): string {
  const titles = {
    add: say("add"),
    role: say("setRole"),
    reset: say("reset"),
    remove: say("remove"),
    link: say("link"),
    unlink: say("unlink"),
  };
  return `${titles[plan.do]}: ${plan.name}`;
}

function textOf(plan: Plan): string {
  if (plan.do === "role") return say("roleText", { name: plan.name, role: roleName(plan.role) });
  if (plan.do === "add") return roleName(plan.role);
  if (plan.do === "link") return say("linkText", { name: plan.name, subject: plan.subject });
  return say(`${plan.do}Text`, { name: plan.name });
}

interface AccountRowProps {
  readonly account: Account;
  readonly onPlan: (plan: Plan) => void;
}

function AccountRow({ account: { name, role, hasPassword, hasIdentity, grants, createdAt }, onPlan }: AccountRowProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <RoleSelect
          label={`${say("role")}: ${name}`}
          value={role}
          onChange={(next) => onPlan({ do: "role", name, role: next })}
        />
      </td>
      <td>
        {say(hasPassword ? "passwordSet" : "passwordUnset")}
        {hasIdentity && <small> · {say("linked")}</small>}
      </td>
      <td>{grants.join(", ")}</td>
      <td>{dayAndTime(createdAt)}</td>
      <td>
        <div class="tools">
          <button type="button" onClick={() => onPlan({ do: "reset", name })}>
            {say("reset")}
          </button>
          <button type="button" onClick={() => onPlan({ do: "remove", name })}>
            {say("remove")}
          </button>
          {hasIdentity && (
            <button type="button" onClick={() => onPlan({ do: "unlink", name })}>
              {say("unlink")}
            </button>
          )}
        </div>
      </td>
    </tr>
  );
}

interface RoleSelectProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (role: string) => void;
}

function RoleSelect({ label, value, onChange }: RoleSelectProps) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        // What is shown is what is: the choice counts once it has been confirmed.
        event.currentTarget.value = value;
        onChange(chosen);
      }}
    >
      {ROLES.map((each) => (
        <option key={each} value={each}>
          {roleName(each)}
        </option>
      ))}
    </select>
  );
}

function AddForm({ onAdd }: { readonly onAdd: (name: string, role: string) => void }) {
  const [name, setName] = useState("");
  const [role, setRole] = useState("technician");
  return (
    <form
      class="tools"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "") onAdd(name.trim(), role);
      }}
    >
      <label>
        {say("name")} <input value={name} onInput={(event) => setName(event.currentTarget.value)} autocomplete="off" />
      </label>
      <label>
        {say("role")}{" "}
        <select value={role} onChange={(event) => setRole(event.currentTarget.value)}>
          {ROLES.map((each) => (
            <option key={each} value={each}>
              {roleName(each)}
            </option>
          ))}
        </select>
      </label>
      <button type="submit">{say("addSubmit")}</button>
    </form>
  );
}

interface LinkFormProps {
  readonly names: readonly string[];
  readonly onLink: (name: string, subject: string) => void;
}

/** The code is what the page of signing in tells somebody whom nobody has linked yet. */
function LinkForm({ names, onLink }: LinkFormProps) {
  const [name, setName] = useState(names[0] ?? "");
  const [subject, setSubject] = useState("");
  return (
    <form
      class="tools"
      onSubmit={(event) => {
        event.preventDefault();
        if (subject.trim() !== "") onLink(name, subject.trim());
      }}
    >
      <label>
        {say("linkCode")}{" "}
        <input value={subject} maxLength={255} onInput={(event) => setSubject(event.currentTarget.value)} autocomplete="off" />
      </label>
      <label>
        {say("linkTo")}{" "}
        <select value={name} onChange={(event) => setName(event.currentTarget.value)}>
          {names.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>
      <button type="submit">{say("link")}</button>
    </form>
  );
}

function TokenDialog({ token: { name, token, expiresAt }, onClose }: { readonly token: Token; readonly onClose: () => void }) {
  const address = new URL(addressOf("/sign-in/token"), location.href).href;
  return (
    <Dialog title={say("tokenTitle", { name })} onClose={onClose}>
      <p>{say("tokenText", { name, address, until: dayAndTime(expiresAt) })}</p>
      <p>
        <code class="token">{token}</code>
      </p>
    </Dialog>
  );
}
