#include "audit/h10_row.h"

#include <math.h>
#include <stdlib.h>

#include "audit/ask.h"
#include "base/memory.h"
#include "certify/certificate.h"
#include "construct/construct.h"
#include "net/composite_file.h"
#include "rational.h"

/* ---- cards ---- */

/* The card's number as text; "" where it has none. */
static char *number(nw_result *result)
{
    char *digits = result->outcome == NW_PROVED ? fmpq_get_str(NULL, 10, result->lower) : NULL;
    char *text = nw_copy_text(digits != NULL ? digits : "");
    flint_free(digits);
    nw_result_free(result);
    return text;
}

static void ask_cards(nw_embedding_row *row, nw_context *context)
{
    size_t m1 = row->m1, p = row->centres;
    char *primary = number(nw_ask_card(context, "mcshane", "n=%zu eps=1/%zu", m1, p));
    row->primary = (size_t)strtoul(primary, NULL, 10);
    row->theorem4 =
        number(nw_ask_card(context, "thm4", "m1=%zu eps=1/%zu form=constructive activation=relu", m1, p));
    row->theorem3 = number(nw_ask_card(context, "thm3", "m1=%zu m2=1 eps=1/%zu", m1, p));
    row->theorem3_unit = number(nw_ask_card(context, "thm3", "m1=%zu m2=1 eps=1/%zu l2=1", m1, p));
    free(primary);
}

/* ---- weights ---- */

/* The largest |weight| of the sparse network, connections from the constant aside. */
static double largest_weight(const nw_network *network)
{
    double most = 0;
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        for (size_t c = 0; c < layer->connections->first[layer->units]; c++)
            if (layer->connections->source[c] != layer->inputs)
                most = fmax(most, fabs(network->parameters[layer->weights + c]));
    }
    return most;
}

void nw_embedding_weight(fmpq_t weight, const nw_embedding_row *row)
{
    arf_t exact;
    arf_init(exact);
    arf_set_d(exact, row->largest_weight);
    arf_get_fmpq(weight, exact);
    arf_clear(exact);
}

/* ---- the proof ---- */

static nw_status save(const nw_embedding_row *row, const nw_composite *composite, const nw_enclosure *enclosure,
                      const nw_target *target, const char *folder, nw_error *error)
{
    char *file = nw_format("%s/h10-m1-%zu-eps-1-%zu.json", folder, row->m1, row->centres);
    nw_status status = nw_composite_write(composite, NULL, file, error);
    free(file);
    if (status != NW_OK || !isfinite(enclosure->upper))
        return status;
    file = nw_format("%s/h10-m1-%zu-eps-1-%zu.cert.json", folder, row->m1, row->centres);
    status = nw_certificate_write_composite(enclosure, composite, target, NULL, file, error);
    free(file);
    return status;
}

/* The largest double that is not above eps = 1/parts. */
static double below(size_t parts)
{
    fmpq_t eps;
    fmpq_init(eps);
    fmpq_set_si(eps, 1, parts);
    double rounded = nw_rational_below(eps);
    fmpq_clear(eps);
    return rounded;
}

static nw_status prove(nw_embedding_row *row, const nw_composite *composite, const nw_target *target,
                       const nw_audit_run *run, nw_error *error)
{
    nw_enclosure enclosure;
    nw_certify_options options = nw_certify_defaults();
    options.threshold = below(row->centres);
    options.keep_tree = run->save != NULL;
    options.stop = run->stop;
    nw_status status = nw_certify_composite(&enclosure, composite, target, &options, error);
    if (status != NW_OK)
        return status;
    row->certified = enclosure.outcome;
    row->error = enclosure.upper;
    if (run->save != NULL)
        status = save(row, composite, &enclosure, target, run->save, error);
    nw_enclosure_clear(&enclosure);
    return status;
}

nw_status nw_embedding_run(nw_embedding_row *row, size_t m1, size_t centres, const nw_audit_run *run, nw_error *error)
{
    *row = (nw_embedding_row){.m1 = m1, .centres = centres, .k = m1 == 1 ? centres : centres * centres};
    char *word = nw_format("trig:r=1,n=%zu,terms=4,degree=2,seed=1", m1 + 1);
    nw_target *target;
    nw_composite *composite;
    nw_status status = nw_target_parse(&target, word, error);
    free(word);
    if (status != NW_OK)
        return status;
    status = nw_construct_mcshane_embedding(&composite, target, m1, centres, 2 * centres, error);
    if (status == NW_OK) {
        ask_cards(row, run->context);
        row->sparse = composite->primary->parameter_count;
        row->dense = nw_network_dense_count(composite->primary);
        row->largest_weight = largest_weight(composite->primary);
        row->complexity_q = nw_network_spectral_complexity(composite->primary);
        row->complexity_e = nw_network_spectral_complexity(composite->task);
        status = prove(row, composite, target, run, error);
        nw_composite_free(composite);
    }
    if (status != NW_OK)
        nw_embedding_row_clear(row);
    nw_target_free(target);
    return status;
}

void nw_embedding_row_clear(nw_embedding_row *row)
{
    free(row->theorem4);
    free(row->theorem3);
    free(row->theorem3_unit);
    *row = (nw_embedding_row){0};
}
