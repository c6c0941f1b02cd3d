#include "audit/h9_row.h"

#include <math.h>
#include <stdlib.h>

#include "audit/ask.h"
#include "audit/enclosures.h"
#include "base/memory.h"
#include "certify/certificate.h"
#include "construct/construct.h"
#include "construct/gadget.h"
#include "net/network_file.h"

/* ---- the card ---- */

static void ask_theorem5(nw_emulation_row *row, double norm, nw_context *context)
{
    nw_result *result = nw_ask_card(context, "thm5", "m1=1 m2=1 eps=1/%zu w=%zu c=%.0f activation=relu", row->parts,
                                    row->terms, fmax(1, ceil(norm)));
    char *digits = fmpq_get_str(NULL, 10, result->upper);
    row->theorem5 = nw_copy_text(digits);
    row->theorem5_g = nw_copy_text(nw_ask_detail(result, "N_g"));
    flint_free(digits);
    nw_result_free(result);
}

/* ---- proofs ---- */

static nw_certify_options options_for(size_t parts, const nw_audit_run *run)
{
    nw_certify_options options = nw_certify_defaults();
    double eps = 1 / (double)parts;
    options.threshold = fma(eps, (double)parts, -1) > 0 ? nextafter(eps, 0) : eps; /* at most 1/parts */
    options.keep_tree = run->save != NULL;
    options.stop = run->stop;
    return options;
}

static nw_status save(const nw_emulation_row *row, const nw_network *network, const nw_enclosure *enclosure,
                      const nw_target *target, const char *folder, nw_error *error)
{
    char *file = nw_format("%s/h9-w-%zu-eps-1-%zu.json", folder, row->terms, row->parts);
    nw_status status = nw_network_write(network, NULL, file, error);
    free(file);
    if (status != NW_OK || !isfinite(enclosure->upper))
        return status;
    file = nw_format("%s/h9-w-%zu-eps-1-%zu.cert.json", folder, row->terms, row->parts);
    status = nw_certificate_write(enclosure, network, target, NULL, file, error);
    free(file);
    return status;
}

/* Nine tenths of eps for the interpolation, one for the gadgets. */
static nw_status run_plain(nw_emulation_row *row, const nw_target *target, const nw_audit_run *run, nw_error *error)
{
    nw_network *network;
    nw_enclosure enclosure;
    size_t intervals = (10 * row->parts + 8) / 9;
    nw_status status =
        nw_construct_gadgets(&network, target, intervals, intervals, 0.1 / (double)row->parts, error);
    if (status != NW_OK)
        return status;
    row->plain = network->parameter_count;
    nw_certify_options options = options_for(row->parts, run);
    status = nw_certify(&enclosure, network, target, &options, error);
    if (status == NW_OK) {
        row->certified = enclosure.outcome;
        row->error = enclosure.upper;
        if (run->save != NULL)
            status = save(row, network, &enclosure, target, run->save, error);
        nw_enclosure_clear(&enclosure);
    }
    nw_network_free(network);
    return status;
}

static nw_status run_hyper(nw_emulation_row *row, const nw_target *target, const nw_audit_run *run, nw_error *error)
{
    nw_composite *composite;
    nw_enclosure enclosure;
    double norm;
    nw_status status = nw_construct_thm5(&composite, &norm, target, row->parts, row->parts, NW_RELU, error);
    if (status != NW_OK)
        return status;
    row->f = composite->task->parameter_count;
    row->g = composite->primary->parameter_count;
    row->literal = nw_gadgets_literal_count(row->f, composite->task->outputs);
    nw_certify_options options = options_for(row->parts, run);
    options.keep_tree = false;
    status = nw_certify_composite(&enclosure, composite, target, &options, error);
    if (status == NW_OK) {
        row->hyper = enclosure.outcome;
        nw_enclosure_clear(&enclosure);
        ask_theorem5(row, norm, run->context);
    }
    nw_composite_free(composite);
    return status;
}

nw_status nw_emulation_run(nw_emulation_row *row, size_t terms, size_t parts, const nw_audit_run *run, nw_error *error)
{
    *row = (nw_emulation_row){.terms = terms, .parts = parts};
    char *word = nw_format("product:r=1,m1=1,m2=1,terms=%zu,scale=2,seed=1", terms);
    nw_target *target;
    nw_status status = nw_target_parse(&target, word, error);
    free(word);
    if (status != NW_OK)
        return status;
    status = run_plain(row, target, run, error);
    if (status == NW_OK)
        status = run_hyper(row, target, run, error);
    if (status != NW_OK)
        nw_emulation_row_clear(row);
    nw_target_free(target);
    return status;
}

void nw_emulation_row_clear(nw_emulation_row *row)
{
    free(row->theorem5);
    free(row->theorem5_g);
    row->theorem5 = row->theorem5_g = NULL;
}

char *nw_emulation_error_text(const nw_emulation_row *row)
{
    arb_t error;
    if (!isfinite(row->error))
        return NULL;
    arb_init(error);
    arb_set_d(error, row->error); /* exact */
    char *text = nw_ball_high_text(error, 5);
    arb_clear(error);
    return text;
}
