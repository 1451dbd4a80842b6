/** What stands in an erased address's place: a domain that can never exist (RFC 2606). */
export const ERASED = 'erased@erased.invalid';
