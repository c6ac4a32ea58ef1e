import { ec2 } from '../shared/clients/ec2';
import { answering } from '../shared/custom-resource';
import { readEnv } from '../shared/env';
import { log } from '../shared/logger';
import { closeGroup, prefixLists } from './settle';

const env = readEnv('DEFAULT_GROUP');

/** Called by CloudFormation when a network is made or its gateways change. */
export const handler = (event: unknown): Promise<void> =>
  answering(event, async ({ type, properties }) => {
    if (type === 'Delete') return {};
    const client = await ec2();
    await closeGroup(client, env.DEFAULT_GROUP);
    const names = Array.isArray(properties.PrefixLists) ? properties.PrefixLists : [];
    const lists = await prefixLists(client, names.map(String));
    log.info('settled the network', { lists: Object.keys(lists) });
    return lists;
  });
