/* H8: networks whose variation along an axis is enclosed and set beside what C(q) allows. */
#include <math.h>
#include <stdlib.h>

#include "audit/ask.h"
#include "audit/h8_rows.h"
#include "audit/variation.h"
#include "base/memory.h"
#include "base/random.h"
#include "fit/fit.h"
#include "rational.h"

enum { MOST_HIDDEN = 3, MOST_INPUTS = 3, WIDEST = 4 };

/* ---- the networks ---- */

/* One unit a layer, its slope largest, C(q), in the middle and small at the ends: q' rises from about 0 to C(q) and
 * falls again, which is what a network can do at most.  With ReLU two hidden layers do it, and one does half. */
static nw_network *chain(nw_activation activation, size_t hidden)
{
    static const size_t widths[MOST_HIDDEN] = {1, 1, 1};
    nw_network *q = nw_network_new(1, widths, hidden, 1, activation, false);
    for (size_t k = 0; k <= hidden; k++) {
        double *weight = q->parameters + q->layers[k].weights, *bias = q->parameters + q->layers[k].biases;
        *weight = 1;
        if (activation == NW_RELU && k < 2 && k < hidden) {
            /* relu(1 - relu(2x)) */
            *weight = k == 0 ? 2 : -1;
            *bias = k == 0 ? 0 : 1;
        } else if (activation == NW_CRELU && k == 0) {
            *weight = 2;
            *bias = 0.5;
        } else if (activation == NW_LOGISTIC && k < hidden) {
            *weight = k == 0 ? 6 : 4;
            *bias = k == 0 ? 0 : -2;
        } else if (k == 0 && activation != NW_CRELU) {
            *weight = activation == NW_ARCTAN ? 4 : 3;
        }
    }
    return q;
}

static size_t below(gsl_rng *rng, size_t count)
{
    return gsl_rng_uniform_int(rng, count);
}

/* An eighth of an integer, so that exact arithmetic stays short. */
static double eighths(gsl_rng *rng, double size)
{
    return floor(16 * size * gsl_rng_uniform(rng)) / 8 - size;
}

static nw_network *drawn(gsl_rng *rng, nw_activation activation, size_t hidden)
{
    size_t widths[MOST_HIDDEN];
    for (size_t k = 0; k < hidden; k++)
        widths[k] = 1 + below(rng, WIDEST);
    nw_network *q = nw_network_new(1 + below(rng, MOST_INPUTS), widths, hidden, 1, activation, false);
    for (size_t p = 0; p < q->parameter_count; p++)
        q->parameters[p] = eighths(rng, activation == NW_LOGISTIC ? 8 : 3);
    return q;
}

/* Three units a layer fitted to a zigzag of four pieces. */
static nw_network *fitted(nw_activation activation, size_t hidden, uint64_t seed)
{
    enum { POINTS = 41, WIDTH = 3 };
    double x[POINTS], y[POINTS];
    for (size_t i = 0; i < POINTS; i++) {
        x[i] = -1 + (double)i / 20;
        y[i] = fabs(fabs(x[i]) - 0.5);
    }
    nw_fit_data data = {POINTS, 1, x, y};
    nw_fit_options options = nw_fit_defaults();
    options.activation = activation;
    options.hidden_layers = hidden;
    options.starts = 1;
    options.polish = false;
    options.seed = seed;
    nw_fit_result result;
    nw_fit(&result, &data, WIDTH, &options);
    nw_network *q = result.network;
    result.network = NULL;
    nw_fit_result_clear(&result);
    return q;
}

/* ---- what they do ---- */

/* A bound on the variation: C(q) times this number. */
typedef struct bound {
    fmpq_t times, ratio; /* the largest variation/(C(q) times) seen, rounded up */
    nw_outcome outcome;
} bound;

typedef struct sample {
    bound stated, any_depth;
    size_t count;
} sample;

static void sample_init(sample *s)
{
    *s = (sample){.stated.outcome = NW_PROVED, .any_depth.outcome = NW_PROVED};
    fmpq_init(s->stated.times);
    fmpq_init(s->stated.ratio);
    fmpq_init(s->any_depth.times);
    fmpq_init(s->any_depth.ratio);
}

static void sample_clear(sample *s)
{
    fmpq_clear(s->stated.times);
    fmpq_clear(s->stated.ratio);
    fmpq_clear(s->any_depth.times);
    fmpq_clear(s->any_depth.ratio);
}

static void compare(bound *b, const fmpq_t low, const fmpq_t high, const fmpq_t complexity)
{
    fmpq_t most, ratio;
    fmpq_init(most);
    fmpq_init(ratio);
    fmpq_mul(most, complexity, b->times);
    if (fmpq_cmp(low, most) > 0)
        b->outcome = NW_REFUTED;
    else if (fmpq_cmp(high, most) > 0 && b->outcome != NW_REFUTED)
        b->outcome = NW_UNKNOWN;
    if (fmpq_sgn(most) > 0) {
        fmpq_div(ratio, high, most);
        if (fmpq_cmp(ratio, b->ratio) > 0)
            fmpq_set(b->ratio, ratio);
    }
    fmpq_clear(most);
    fmpq_clear(ratio);
}

/* Takes q over. */
static void add_network(sample *s, nw_network *q, const double *p, size_t axis)
{
    fmpq_t low, high, complexity, tolerance;
    arb_t variation;
    nw_axis_line line = {q, p, axis};
    fmpq_init(low);
    fmpq_init(high);
    fmpq_init(complexity);
    fmpq_init(tolerance);
    arb_init(variation);
    nw_complexity_exact(complexity, q);
    nw_activation activation = q->layers[0].activation;
    if (activation == NW_RELU || activation == NW_CRELU) {
        nw_variation_pieces(low, &line);
        fmpq_set(high, low);
    } else {
        fmpq_set_si(tolerance, 1, 1 << 12);
        fmpq_mul(tolerance, tolerance, complexity);
        nw_variation_smooth(variation, &line, tolerance);
        if (arb_is_finite(variation)) {
            nw_ball_ends(low, high, variation);
        } else {
            /* Nothing is known: more than any bound allows at most, and no less than 0 at least. */
            fmpq_set_si(high, 1000, 1);
            fmpq_mul(high, high, complexity);
        }
    }
    compare(&s->stated, low, high, complexity);
    compare(&s->any_depth, low, high, complexity);
    s->count++;
    nw_network_free(q);
    fmpq_clear(low);
    fmpq_clear(high);
    fmpq_clear(complexity);
    fmpq_clear(tolerance);
    arb_clear(variation);
}

typedef enum kind { CHAIN, DRAWN, FITTED, KINDS } kind;
static const char *const kind_words[KINDS] = {"chain", "drawn", "fitted"};

static void fill_sample(sample *s, kind k, nw_activation activation, size_t hidden, const nw_audit_run *run)
{
    static const double origin[MOST_INPUTS] = {0};
    size_t stream = (size_t)activation * MOST_HIDDEN + hidden - 1, count = k == CHAIN ? 1 : k == DRAWN ? 12 : 1;
    gsl_rng *rng = nw_random_stream(run->seed, 8, stream);
    if (!run->quick)
        count *= k == DRAWN ? 10 : k == FITTED ? 4 : 1;
    for (size_t i = 0; i < count && (run->stop == NULL || !*run->stop); i++) {
        if (k == CHAIN) {
            add_network(s, chain(activation, hidden), origin, 0);
        } else if (k == FITTED) {
            add_network(s, fitted(activation, hidden, nw_random_mix(run->seed, stream, i)), origin, 0);
        } else {
            double p[MOST_INPUTS];
            for (size_t a = 0; a < MOST_INPUTS; a++)
                p[a] = eighths(rng, 1);
            nw_network *q = drawn(rng, activation, hidden);
            add_network(s, q, p, below(rng, q->inputs));
        }
    }
    gsl_rng_free(rng);
}

static const nw_evidence_column columns[] = {
    {.name = "activation", .header = "activation"},
    {.name = "layers", .header = "layers", .kind = NW_EVIDENCE_INTEGER},
    {.name = "kind", .header = "networks"},
    {.name = "count", .header = "number", .kind = NW_EVIDENCE_INTEGER},
    {.name = "ratio", .header = "largest variation/(C(q) T)", .kind = NW_EVIDENCE_NUMBER},
    {.name = "verdict", .header = "verdict"},
    {.name = "any_depth", .header = "of the bound for any depth", .kind = NW_EVIDENCE_NUMBER},
    {.name = "any_depth_verdict", .header = "verdict"},
};

static bool decide(nw_evidence *evidence, const bound *b, const sample *s, char *what)
{
    nw_outcome outcome = s->count == 0 ? NW_UNKNOWN : b->outcome;
    nw_cell_decimal(evidence, b->ratio, 5, 1);
    nw_cell_text(evidence, nw_evidence_decide(evidence, outcome, what));
    return outcome == NW_PROVED;
}

static bool add_row(nw_evidence *evidence, kind k, nw_activation activation, size_t hidden, const nw_claim *claim,
                    const nw_audit_run *run)
{
    sample s;
    const char *name = nw_activation_words[activation];
    sample_init(&s);
    nw_h8_factor(s.stated.times, (slong)hidden + 1, activation, claim, run);
    nw_claim_constant_get(s.any_depth.times, claim, run, "any depth");
    fill_sample(&s, k, activation, hidden, run);
    nw_cell_text(evidence, name);
    nw_cell_count(evidence, (slong)hidden + 1);
    nw_cell_text(evidence, kind_words[k]);
    nw_cell_count(evidence, (slong)s.count);
    bool proved = decide(evidence, &s.stated, &s,
                         nw_format("%s networks of %zu %s layers: the variation of q' is never above C(q) T",
                                   kind_words[k], hidden + 1, name));
    proved =
        decide(evidence, &s.any_depth, &s,
               nw_format("%s networks of %zu %s layers: the variation of q' is never above what C(q) allows at any "
                         "depth",
                         kind_words[k], hidden + 1, name)) &&
        proved;
    sample_clear(&s);
    return proved;
}

bool nw_h8_networks(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run)
{
    static const nw_activation activations[] = {NW_RELU, NW_CRELU, NW_TANH, NW_ARCTAN, NW_LOGISTIC};
    bool proved = true;
    nw_evidence_begin(evidence, "networks", "the variation of q' along an axis, proven, beside C(q) T", columns,
                      sizeof columns / sizeof columns[0]);
    for (size_t a = 0; a < sizeof activations / sizeof activations[0]; a++)
        for (size_t hidden = 1; hidden <= MOST_HIDDEN; hidden++)
            for (kind k = CHAIN; k < KINDS; k++)
                if (k != FITTED || hidden < MOST_HIDDEN) /* fits have one or two hidden layers */
                    proved = add_row(evidence, k, activations[a], hidden, claim, run) && proved;
    return proved;
}
