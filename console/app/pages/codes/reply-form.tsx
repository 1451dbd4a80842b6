import { useEffect, useState } from 'preact/hooks';
import { type CallError, call } from '../../api/client.ts';
import {
  customRulesDocument,
  type Explanation,
  explanationDocument,
  type RulesPreview,
  rulesPreviewDocument,
} from '../../api/documents.ts';
import { asCallError, useResource } from '../../api/use-resource.ts';
import { Card } from '../../components/card.tsx';
import { TextField } from '../../components/fields.tsx';
import { Failed } from '../../components/states.tsx';
import { useConsole } from '../../session.ts';
import { ExplanationView, RulesComparison } from './explanation.tsx';

const MAX_REPLY = 8_192;
const MAX_RULES = 65_536;

interface ReplyFormProps {
  readonly initial: string;
  readonly onClassified: (reply: string) => void;
}

interface Answer {
  /** By the rules of the ledger. */
  readonly explanation: Explanation;
  /** By the rules in the form; null where there are none. */
  readonly preview: RulesPreview | null;
}

/** Classifies a reply by the ledger's rules and, beside it, by rules that are not deployed. */
export function ReplyForm({ initial, onClassified }: ReplyFormProps) {
  const { session } = useConsole();
  const [reply, setReply] = useState(initial);
  const [edited, setEdited] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const [state, setState] = useState<{ readonly busy: boolean; readonly error: CallError | null }>({
    busy: false,
    error: null,
  });
  const [answer, setAnswer] = useState<Answer | null>(null);
  const local = useResource(session.features.customRules ? 'rules' : null, (signal) =>
    call('/_console/rules', customRulesDocument, { signal }),
  );
  const rules = edited ?? local.data?.response ?? '';

  const classify = async (text: string, withRules: string) => {
    setState({ busy: true, error: null });
    try {
      const [explanation, preview] = await Promise.all([
        call('/v1/classify', explanationDocument, { method: 'POST', body: { text } }),
        withRules.trim() === ''
          ? null
          : call('/_console/rules', rulesPreviewDocument, {
              method: 'POST',
              body: { text, rules: withRules },
            }),
      ]);
      setAnswer({ explanation, preview });
      setState({ busy: false, error: null });
      onClassified(text);
    } catch (failure) {
      setState({ busy: false, error: asCallError(failure) });
    }
  };
  const submit = (event: Event) => {
    event.preventDefault();
    setAsked(true);
    if (reply.trim() !== '') classify(reply, rules).catch(() => {});
  };
  // A reply that came with the link is classified at once.
  // Once, when the page is opened.
  useEffect(() => {
    if (initial !== '') classify(initial, '').catch(() => {});
  }, []);

  return (
    <Card title="Classify a reply">
      <form class="form form-wide" noValidate onSubmit={submit}>
        <TextField
          label="Reply or diagnostic"
          need="required"
          mono
          rows={3}
          maxLength={MAX_REPLY}
          value={reply}
          onChange={setReply}
          placeholder="550 5.1.1 <ann@example.com> User unknown"
          error={asked && reply.trim() === '' ? 'Paste a reply.' : ''}
        />
        <details class="rules" open={rules !== ''}>
          <summary>Your own rules</summary>
          <TextField
            label="Content of response_translations.list"
            mono
            rows={5}
            maxLength={MAX_RULES}
            value={rules}
            onChange={setEdited}
            placeholder="mailbox .* parked~~3005"
            help="One rule a line, expression~~code; the first that matches decides. Nothing is stored: try a change here before it is deployed."
          />
        </details>
        <div class="form-actions">
          <button type="submit" class="button button-primary" disabled={state.busy}>
            {state.busy ? 'Classifying…' : 'Classify'}
          </button>
        </div>
      </form>
      <div aria-live="polite">
        {state.error === null ? null : <Failed error={state.error} />}
        {answer === null ? null : <ExplanationView explanation={answer.explanation} />}
        {answer?.preview ? <RulesComparison preview={answer.preview} deployed={answer.explanation} /> : null}
      </div>
    </Card>
  );
}
