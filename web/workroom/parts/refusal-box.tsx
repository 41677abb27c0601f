/** What went wrong and what to do about it. */
import type { Refusal } from "../api.ts";
import { say } from "../words/frame.ts";
import { SignedOut } from "./signed-out.tsx";

/** A refusal, with a way to try again where that may help. */
export function RefusalBox({ refusal, onTryAgain }: { readonly refusal: Refusal; readonly onTryAgain?: () => void }) {
  if (refusal.status === 401) return <SignedOut />;
  return (
    <div class="refusal" role="alert">
      <strong>{refusal.message || (refusal.status === 0 ? say("offlineText") : say("failed"))}</strong>
      {refusal.advice && <p>{refusal.advice}</p>}
      <p>
        {onTryAgain && (
          <button type="button" onClick={onTryAgain}>
            {say("tryAgain")}
          </button>
        )}
        <small>{refusal.code}</small>
      </p>
    </div>
  );
}
