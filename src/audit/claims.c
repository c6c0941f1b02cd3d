/* The claims, one line each, and what every claim needs. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "audit/claim.h"
#include "base/text.h"
#include "rational.h"

static const nw_claim *const claims[] = {
    &nw_claim_consistency,
    &nw_claim_h1,
    &nw_claim_h2,
    &nw_claim_h3,
    &nw_claim_h4,
    &nw_claim_h5,
    &nw_claim_h6,
    &nw_claim_h7,
    &nw_claim_h8,
    &nw_claim_h9,
    &nw_claim_h10,
    &nw_claim_witnesses,
};

const nw_claim *nw_claim_at(size_t index)
{
    return index < sizeof claims / sizeof claims[0] ? claims[index] : NULL;
}

const nw_claim *nw_claim_find(const char *id)
{
    for (size_t i = 0; nw_claim_at(i) != NULL; i++)
        if (strcasecmp(nw_claim_at(i)->id, id) == 0)
            return nw_claim_at(i);
    return NULL;
}

const char *nw_claim_suggest(const char *misspelt)
{
    nw_guess guess = {.word = misspelt};
    for (size_t i = 0; nw_claim_at(i) != NULL; i++)
        nw_guess_offer(&guess, nw_claim_at(i)->id);
    return guess.nearest;
}

bool nw_claim_takes(const nw_claim *claim, nw_param param)
{
    for (const nw_param *axis = claim->axes; *axis != NW_PARAM_COUNT; axis++)
        if (*axis == param)
            return true;
    return false;
}

const char *nw_claim_constant_text(const nw_claim *claim, const nw_audit_run *run, const char *name)
{
    if (run->altered_name != NULL && strcmp(run->altered_name, name) == 0)
        return run->altered_value;
    for (const nw_claim_constant *constant = claim->constants; constant->name != NULL; constant++)
        if (strcmp(constant->name, name) == 0)
            return constant->value;
    abort(); /* a claim asks for a constant it does not list */
}

void nw_claim_constant_get(fmpq_t value, const nw_claim *claim, const nw_audit_run *run, const char *name)
{
    if (nw_rational_parse(value, nw_claim_constant_text(claim, run, name), NULL) != NW_OK)
        abort(); /* constants are data of the program, and each is read by a test */
}
