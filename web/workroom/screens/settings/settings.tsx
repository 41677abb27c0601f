/** What administrators and managers set, and what stands in the configuration's file and is only shown. */
import { useLive } from "../../live.ts";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { linkTo } from "../../router.ts";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/settings.ts";
import type { SettingsAnswer } from "./answer.ts";
import { ListPanel } from "./list-panel.tsx";
import { PolicyForm } from "./policy-form.tsx";
import "./settings.css";

/** The screen. */
export function Settings() {
  // Asked once: what somebody is about to change must not move under their hands.
  const { value, refusal, reload } = useLive<SettingsAnswer>("/api/settings", { isLive: false });
  if (refusal && !value) return <RefusalBox refusal={refusal} onTryAgain={reload} />;
  if (!value) return <p class="waiting">{sayFrame("loading")}</p>;
  return (
    <section class="settings">
      <h1>{say("title")}</h1>
      <p>{say("intro")}</p>
      <h2>{say("policies")}</h2>
      <p>{say("policiesIntro")}</p>
      <div class="policies">
        {value.policies.map((policy) => (
          <PolicyForm key={`${policy.profile} ${policy.setBy?.at ?? ""}`} policy={policy} onSaved={reload} />
        ))}
      </div>
      <h2>{say("lists")}</h2>
      <ListPanel lists={value.lists} onSaved={reload} />
      <h2>{say("signIn")}</h2>
      <SignIn outside={value.outsideSignIn} />
      <h2>{say("targets")}</h2>
      <p>
        {value.targets.length === 0 ? say("noTargets") : value.targets.join("; ")}{" "}
        <a href={linkTo("/targets")}>{say("targetsIntro")}</a>
      </p>
      <h2>{say("filed")}</h2>
      <p>{say("filedIntro")}</p>
      <Filed filed={value.filed} />
    </section>
  );
}

function SignIn({ outside }: { readonly outside: SettingsAnswer["outsideSignIn"] }) {
  if (!outside) return <p>{say("signInOff")}</p>;
  return (
    <>
      <p>{say("signInOn")}</p>
      <dl class="facts">
        <dt>{say("issuer")}</dt>
        <dd>{outside.issuer}</dd>
        <dt>{say("clientId")}</dt>
        <dd>{outside.clientId}</dd>
        <dt>{say("redirect")}</dt>
        <dd>
          <code>{outside.redirect}</code>
        </dd>
      </dl>
    </>
  );
}

function Filed({ filed }: { readonly filed: SettingsAnswer["filed"] }) {
  return (
    <div class="scroll-x">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{say("filedName")}</th>
            <th scope="col">{say("filedValue")}</th>
          </tr>
        </thead>
        <tbody>
          {filed.map(({ name, value }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>{value === "" ? <small>{say("empty")}</small> : value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
