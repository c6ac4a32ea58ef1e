import { BASEL } from './basel';
import { GDPR } from './gdpr';
import { PCI_DSS } from './pci-dss';
import { SOX } from './sox';
import type { Control } from './control';

/** By framework; `docs/compliance.md` is made from it. */
export const CONTROLS: Readonly<Record<string, readonly Control[]>> = {
  'PCI DSS 4.0': PCI_DSS,
  SOX: SOX,
  GDPR: GDPR,
  'Basel III (BCBS 239)': BASEL,
};
