import { WORKGROUPS } from '../../../lambdas/shared/names';
import { at, ofType, word } from '../templates';
import type { Checks } from './check';
import { differs } from './compare';
import { named, written } from './named';

/** Where a workgroup leaves its answers, and whether whoever uses it may say otherwise. */
const ANSWERS: Readonly<Record<string, { readonly prefix: string; readonly enforced: boolean }>> = {
  'sluice-pipeline': { prefix: 'queries/', enforced: false },
  'sluice-analysts': { prefix: 'analysts/', enforced: true },
  'sluice-engineers': { prefix: 'engineers/', enforced: true },
};
const GIGABYTE = 1e9;

export const workgroupChecks: Checks = {
  'a workgroup bounds what a statement scans, and measures it': (lake) => {
    const { pipelineCutoffGb, analystsCutoffGb } = lake.config.athena;
    const groups = ofType(lake, 'AWS::Athena::WorkGroup');
    return [
      ...differs(
        'workgroups',
        groups.map(({ Properties }) => word(Properties.Name)).sort(),
        [...WORKGROUPS].sort(),
      ),
      ...groups.flatMap(({ id, Properties }) => {
        const settings = Properties.WorkGroupConfiguration;
        const most = Properties.Name === 'sluice-pipeline' ? pipelineCutoffGb : analystsCutoffGb;
        return [
          ...differs(`${id} bound`, at(settings, 'BytesScannedCutoffPerQuery'), most * GIGABYTE),
          ...differs(`${id} metrics`, at(settings, 'PublishCloudWatchMetricsEnabled'), true),
          ...differs(`${id} requester pays`, at(settings, 'RequesterPaysEnabled'), false),
          ...differs(`${id} state`, Properties.State, 'ENABLED'),
          // Elsewhere a workgroup that is not empty does not go: its history is evidence.
          ...differs(`${id} goes`, Properties.RecursiveDeleteOption, !lake.config.keepData),
        ];
      }),
    ];
  },

  'answers of a workgroup stay below its prefix, under the data key': (lake) =>
    ofType(lake, 'AWS::Athena::WorkGroup').flatMap(({ id, Properties }) => {
      const settings = Properties.WorkGroupConfiguration;
      const result = at(settings, 'ResultConfiguration');
      const { prefix, enforced } = ANSWERS[word(Properties.Name)] ?? {};
      const location = named(written(at(result, 'OutputLocation'), lake.env), lake.env);
      return [
        ...differs(
          `${id} owner`,
          written(at(result, 'ExpectedBucketOwner'), lake.env),
          '<AWS::AccountId>',
        ),
        ...differs(`${id} location`, location, `s3://<Storage.ResultsBucket>/${prefix ?? '?'}`),
        ...differs(
          `${id} enforced`,
          at(settings, 'EnforceWorkGroupConfiguration'),
          enforced ?? null,
        ),
        ...differs(
          `${id} encryption`,
          written(at(result, 'EncryptionConfiguration'), lake.env),
          '{"EncryptionOption":"SSE_KMS","KmsKey":"<Storage.DataKey.Arn>"}',
        ),
      ];
    }),
};
