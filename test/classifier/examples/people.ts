import type { Example } from './example.ts';

/** What a person or their assistant says. */
export const people: readonly Example[] = [
  [
    1011,
    'Your message to jo@example.org has been held. Please click the link below to prove you are human and confirm delivery',
  ],
  [
    1011,
    'I am using a challenge-response anti-spam system. Please reply to this message to confirm that you are a real person',
  ],
  [1011, '[TMDA] Confirm: your message awaits confirmation; reply to release it'],
  [
    1011,
    'BoxBe: your message to X will be delivered after you verify your address; please complete the challenge',
  ],
  [1011, 'To deliver your message I need you to confirm that you are not a robot'],
  [1011, 'Before your email reaches me, please confirm your address by clicking here'],
  [1011, 'You must verify yourself before your message is delivered: click here'],
  [1011, 'Please answer this mail to confirm that your message is not spam'],
  [5001, 'Out of office: I am on annual leave until 3 June with limited access to e-mail'],
  [5001, 'Automatic reply: I am currently away from my desk'],
  [5001, "Thanks for your mail. I'm on parental leave until September"],
  [5001, "I'll be out until Monday and will answer when I am back"],
  [5001, 'I am out of office this week'],
  [5001, 'Thank you for your email. Our offices are closed for the holidays'],
  [5001, "Auto: I'm on a business trip and read mail rarely"],
  [5001, 'I will be out of the office starting Monday'],
  [5001, 'Thank you for contacting us, we will get back to you shortly'],
  [5001, 'Currently away, back on the 5th'],
  [5001, 'I am on vacation until next week'],
  [5999, '250 2.0.0 OK queued as 12345'],
  [5999, 'delivered to mailbox', '2.1.5'],
  [5999, 'Message successfully delivered; receipt requested', '2.0.0'],
  [5999, 'Your message was delivered', '2.0.0'],
  [5999, 'delivered to mailbox jo', '2.0.0'],
  [5999, 'Your message was read', '2.1.5'],
  [1011, 'Your message is held until you answer'],
  [1011, 'Click the link below to verify yourself as a legitimate sender'],
  [5001, 'Thanks for reaching out! We will be in touch soon.'],
  [5999, 'Delivery is complete, but no delivery notification will follow'],
  [5999, 'Your message was read on Tuesday'],
];
