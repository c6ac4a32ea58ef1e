import { describe, expect, it, vi } from 'vitest';
import { chatText, noticesOf } from '../../lambdas/notify-chat/message';
import { addressOf, post } from '../../lambdas/notify-chat/post';

describe('a notice in the chat', () => {
  it('is short for alerts and alarms, and as it came for anything else', () => {
    const alert = { rule: 'amount', reason: 'amount.above_limit', customer: 'c1_x', id: 'a1' };
    const alarm = { AlarmName: 'late', NewStateValue: 'ALARM', AlarmDescription: 'see runbook' };
    const of = (message: unknown): string =>
      chatText({
        subject: 's',
        message: typeof message === 'string' ? message : JSON.stringify(message),
      });

    expect(of({ ...alert, amount: '12', currency: 'EUR' })).toBe(
      's\namount.above_limit · 12 EUR · c1_x · alert a1',
    );
    expect(of(alarm)).toBe('s\nlate is ALARM\nsee runbook');
    expect(of('budget')).toBe('s\nbudget');
    expect(of('x'.repeat(5000))).toHaveLength(2000);
  });

  it('comes from an SNS event and from no other', () => {
    const event = { Records: [{ Sns: { Subject: 's', Message: 'm' } }] };

    expect(noticesOf(event)).toEqual([{ subject: 's', message: 'm' }]);
    expect(() => noticesOf({})).toThrow('not from SNS');
    expect(() => noticesOf({ Records: [{ kinesis: {} }] })).toThrow('not from SNS');
  });

  it('goes to an address with TLS only, whose text is in no message', () => {
    expect(addressOf(' https://chat.example/hook ').href).toBe('https://chat.example/hook');
    expect(addressOf('{"url":"https://chat.example/hook"}').hostname).toBe('chat.example');
    for (const secret of ['http://chat.example/s3cret', '{"s3cret":1}', '{s3cret', 's3cret']) {
      expect(() => addressOf(secret)).toThrow('no https address');
      expect(() => addressOf(secret)).not.toThrow('s3cret');
    }
  });

  it('fails when the chat does not take it', async () => {
    const send = vi.fn(async () => new Response('', { status: 503 }));
    const address = new URL('https://chat.example/hook');

    await expect(post(address, 'x', send)).rejects.toThrow('the chat answered 503');
    expect(send).toHaveBeenCalledOnce();
  });
});
