/* The part `built` of the claim "consistency": upper bounds as networks that stand there, counted. */
#include <stdlib.h>

#include "audit/ask.h"
#include "audit/consistency.h"
#include "base/memory.h"
#include "construct/construct.h"
#include "rational.h"

static const nw_evidence_column columns[] = {
    {.name = "card", .header = "card"},
    {.name = "n", .header = "n", .kind = NW_EVIDENCE_INTEGER},
    {.name = "eps", .header = "eps", .kind = NW_EVIDENCE_NUMBER},
    {.name = "activation", .header = "activation"},
    {.name = "target", .header = "target"},
    {.name = "built", .header = "built", .kind = NW_EVIDENCE_INTEGER},
    {.name = "number", .header = "card", .kind = NW_EVIDENCE_INTEGER},
    {.name = "lower", .header = "nwidth", .kind = NW_EVIDENCE_INTEGER},
    {.name = "bits", .header = "bits, b = 64", .kind = NW_EVIDENCE_INTEGER},
    {.name = "verdict", .header = "verdict"},
};

typedef struct setting {
    const char *card;
    int n;
    int intervals; /* eps = 1/intervals */
    nw_activation activation;
    const char *target; /* ends with the seed */
    bool quick;
} setting;

static const setting settings[] = {
    {"kuhn", 1, 10, NW_CRELU, "bump:r=1,n=1,M=4,signs=seed:", true},
    {"kuhn", 1, 37, NW_RELU, "step:r=1,n=1,M=7,signs=seed:", true},
    {"kuhn", 1, 200, NW_RELU, "bump:r=2,n=1,M=5,signs=seed:", false},
    {"kuhn", 2, 3, NW_RELU, "bump:r=1,n=2,M=2,signs=seed:", true},
    {"kuhn", 2, 10, NW_CRELU, "step:r=1,n=2,M=3,signs=seed:", true},
    {"kuhn", 2, 25, NW_RELU, "bump:r=1,n=2,M=3,signs=seed:", false},
    {"kuhn", 3, 2, NW_CRELU, "bump:r=1,n=3,M=2,signs=seed:", true},
    {"kuhn", 3, 5, NW_RELU, "step:r=1,n=3,M=2,signs=seed:", false},
    {"ramp", 1, 10, NW_CRELU, "bump:r=1,n=1,M=4,signs=seed:", true},
    {"ramp", 1, 64, NW_CRELU, "step:r=1,n=1,M=9,signs=seed:", true},
    {"mcshane", 1, 8, NW_RELU, "bump:r=1,n=1,M=4,signs=seed:", true},
    {"mcshane", 1, 100, NW_RELU, "step:r=1,n=1,M=6,signs=seed:", false},
    {"mcshane", 2, 3, NW_RELU, "bump:r=1,n=2,M=2,signs=seed:", true},
    {"mcshane", 2, 8, NW_RELU, "step:r=1,n=2,M=2,signs=seed:", false},
};

static nw_status build(nw_network **network, const setting *s, const nw_target *target, nw_error *error)
{
    switch (s->card[0]) {
    case 'k':
        return nw_construct_kuhn(network, target, (size_t)s->intervals, s->activation, error);
    case 'r':
        return nw_construct_ramp(network, target, (size_t)s->intervals, error);
    default:
        return nw_construct_mcshane(network, target, (size_t)s->intervals, error);
    }
}

/* The count of the built network is the card's number, and no robust bound is above it.  Its weights depend on the
 * target through values of it, and so continuously: the bound with alpha = 1 is for such methods.  As their weights
 * are doubles, the bound for 64 bits stands beside it; it counts all connections as different numbers. */
static void judge(nw_evidence *evidence, const setting *s, size_t count, nw_context *context)
{
    fmpq_t built, card, unused, lower, bits;
    fmpq_init(built);
    fmpq_init(card);
    fmpq_init(unused);
    fmpq_init(lower);
    fmpq_init(bits);
    fmpz_set_ui(fmpq_numref(built), count);
    const char *activation = nw_activation_words[s->activation];
    bool all = nw_ask_number(unused, card, context, s->card, "n=%d eps=1/%d activation=%s", s->n, s->intervals,
                             activation) &&
               nw_ask_number(lower, unused, context, "nwidth", "r=1 n=%d eps=1/%d", s->n, s->intervals);
    nw_ask_number(bits, unused, context, "bits", "r=1 n=%d eps=1/%d bits=64", s->n, s->intervals);
    nw_cell_integer(evidence, fmpq_numref(built));
    nw_cell_integer(evidence, fmpq_numref(card));
    nw_cell_integer(evidence, fmpq_numref(lower));
    nw_cell_integer(evidence, fmpq_numref(bits));
    bool right = fmpq_equal(built, card) && fmpq_cmp(lower, built) <= 0;
    char *what = nw_format("the %s network built for n = %d, eps = 1/%d has the card's number of connections, and no "
                           "fewer than nwidth",
                           s->card, s->n, s->intervals);
    nw_cell_text(evidence, nw_evidence_decide(evidence, !all ? NW_UNKNOWN : right ? NW_PROVED : NW_REFUTED, what));
    fmpq_clear(built);
    fmpq_clear(card);
    fmpq_clear(unused);
    fmpq_clear(lower);
    fmpq_clear(bits);
}

static nw_status add_setting(nw_evidence *evidence, const setting *s, const nw_audit_run *run, nw_error *error)
{
    nw_target *target = NULL;
    nw_network *network = NULL;
    char *word = nw_format("%s%lu", s->target, run->seed);
    nw_status status = nw_target_parse(&target, word, error);
    if (status == NW_OK)
        status = build(&network, s, target, error);
    if (status == NW_OK) {
        nw_cell_text(evidence, s->card);
        nw_cell_count(evidence, s->n);
        nw_evidence_cell(evidence, nw_format("1/%d", s->intervals));
        nw_cell_text(evidence, nw_activation_words[s->activation]);
        nw_cell_text(evidence, word);
        judge(evidence, s, network->parameter_count, run->context);
    }
    nw_network_free(network);
    nw_target_free(target);
    free(word);
    return status;
}

nw_status nw_consistency_built(nw_evidence *evidence, const nw_audit_run *run, nw_error *error)
{
    nw_status status = NW_OK;
    nw_evidence_begin(evidence, "built", "networks that were built, and their cards", columns,
                      sizeof columns / sizeof columns[0]);
    for (size_t i = 0; status == NW_OK && i < sizeof settings / sizeof settings[0]; i++)
        if (settings[i].quick || !run->quick)
            status = add_setting(evidence, &settings[i], run, error);
    return status;
}
