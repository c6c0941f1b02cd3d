#include "audit/h10_row.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "card.h"
#include "certify/certificate.h"
#include "construct/construct.h"
#include "net/composite_file.h"

/* ---- cards ---- */

/* The card's number at "name value" pairs ended by NULL, as text; "" where it has none. */
static char *card_number(const char *card, const char *const *values, nw_context *context)
{
    nw_setting *setting = nw_setting_new(nw_card_find(card));
    nw_result *result = NULL;
    nw_error error;
    nw_status status = NW_OK;
    for (; status == NW_OK && *values != NULL; values += 2)
        status = nw_setting_set(setting, values[0], values[1], &error);
    if (status == NW_OK)
        status = nw_evaluate(&result, setting, context, &error);
    char *text = NULL;
    if (status == NW_OK && result->outcome == NW_PROVED) {
        char *digits = fmpq_get_str(NULL, 10, result->lower);
        text = nw_copy_text(digits);
        flint_free(digits);
    }
    if (result != NULL)
        nw_result_free(result);
    nw_setting_free(setting);
    return text != NULL ? text : nw_copy_text("");
}

static void ask_cards(nw_embedding_row *row, nw_context *context)
{
    char *eps = nw_format("1/%zu", row->centres), *m1 = nw_format("%zu", row->m1);
    const char *const mcshane[] = {"n", m1, "eps", eps, NULL};
    const char *const theorem4[] = {"m1", m1, "eps", eps, "form", "constructive", "activation", "relu", NULL};
    const char *const theorem3[] = {"m1", m1, "m2", "1", "eps", eps, NULL};
    const char *const unit[] = {"m1", m1, "m2", "1", "eps", eps, "l2", "1", NULL};
    char *primary = card_number("mcshane", mcshane, context);
    row->primary = (size_t)strtoul(primary, NULL, 10);
    row->theorem4 = card_number("thm4", theorem4, context);
    row->theorem3 = card_number("thm3", theorem3, context);
    row->theorem3_unit = card_number("thm3", unit, context);
    free(primary);
    free(eps);
    free(m1);
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

/* The largest double that is at most 1/parts. */
static double below(size_t parts)
{
    double eps = 1 / (double)parts;
    return fma(eps, (double)parts, -1) > 0 ? nextafter(eps, 0) : eps;
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
