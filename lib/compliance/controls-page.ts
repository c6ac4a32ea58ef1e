import type { Control } from './control';

const HEAD = `# Compliance

What the frameworks ask for, what of this lake answers it, and the test that proves it for every environment on
every change. What says *yours* no software does for you. This page is made from \`lib/compliance\`.

The same templates are judged by cdk-nag (AwsSolutions, NIST 800-53 R5, PCI DSS 3.2.1, Serverless): \`cdk synth\` fails on a
finding. What is acknowledged stands in \`lib/compliance\`, with its reason; two entries touch on encryption, and both ask for
*less* than there is (an AWS key in the place of ours; a setting that Firehose refuses where it keeps nothing at rest).
`;

/** The page, from the table. */
export function controlsPage(controls: Readonly<Record<string, readonly Control[]>>): string {
  const sections = Object.entries(controls).map(
    ([framework, needs]) =>
      `\n## ${framework}\n\n| need | answer | resources | proof |\n|---|---|---|---|\n${needs.map(row).join('\n')}\n`,
  );
  return HEAD + sections.join('');
}

const row = ({ need, answer, resources, proof, yours }: Control): string => {
  const left = yours === undefined ? '' : `*yours*: ${yours}`;
  const tests = proof.map(([file, words]) => `\`${file}\`: ${words}`).join('; ');
  const types = resources.map((type) => `\`${type}\``).join(', ');
  return `| ${need} | ${[answer, left].filter(Boolean).join('; ')} | ${types} | ${tests} |`;
};
