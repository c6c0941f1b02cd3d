#include "verify/evaluator.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* ---- making ---- */

static bool shallow(const nw_plain_network *network)
{
    return network->layer_count <= 2;
}

/* factor * network, a network with one output and at most one hidden layer, as units of the sums. */
static void add_units(nw_evaluator *evaluator, const nw_plain_network *network, const arb_t factor)
{
    size_t inputs = network->inputs, last = network->layer_count - 1, base = evaluator->sum.count;
    slong prec = evaluator->domain.prec;
    nw_unit_sum *sum = &evaluator->sum;
    arb_t value;
    arb_init(value);
    for (size_t j = 0; j < network->units[0]; j++) {
        nw_row row = nw_plain_row(network, 0, j);
        size_t unit = nw_unit_sum_add(sum, (nw_curve_kind)network->activation[0]);
        for (size_t i = 0; i < row.count; i++)
            arb_set_d(sum->slopes + unit * inputs + nw_row_source(&row, i), row.weight[i]);
        arb_set_d(sum->offsets + unit, row.bias);
        if (last == 0)
            arb_set(sum->outers + unit, factor);
    }
    if (last == 1) {
        nw_row row = nw_plain_row(network, 1, 0);
        for (size_t i = 0; i < row.count; i++) {
            arb_set_d(value, row.weight[i]);
            arb_mul(sum->outers + base + nw_row_source(&row, i), value, factor, prec);
        }
        arb_set_d(value, row.bias);
        arb_addmul(evaluator->constant, value, factor, prec);
    }
    arb_clear(value);
}

/* - amplitude * sum coefficient cos(pi frequency . x + phase) */
static void add_waves(nw_evaluator *evaluator)
{
    const nw_subject *subject = &evaluator->stated->subject;
    slong prec = evaluator->domain.prec;
    nw_unit_sum *sum = &evaluator->sum;
    arb_t pi;
    arb_init(pi);
    arb_const_pi(pi, prec);
    for (size_t t = 0; t < subject->term_count; t++) {
        const nw_plain_ridge *wave = &subject->terms[t];
        size_t unit = nw_unit_sum_add(sum, NW_CURVE_COS);
        for (int a = 0; a < subject->inputs; a++)
            arb_mul_si(sum->slopes + unit * (size_t)subject->inputs + (size_t)a, pi, (slong)wave->slope[a], prec);
        arb_set_d(sum->offsets + unit, wave->offset);
        arb_set_d(sum->outers + unit, wave->coefficient);
        arb_mul(sum->outers + unit, sum->outers + unit, evaluator->amplitude, prec);
        arb_neg(sum->outers + unit, sum->outers + unit);
    }
    arb_clear(pi);
}

static nw_layered *layered_new(const nw_plain_network *network, const nw_domain *domain, int first_axis)
{
    nw_layered *layered = nw_alloc(1, sizeof *layered);
    nw_layered_init(layered, network, domain, first_axis);
    return layered;
}

static void prepare_subject(nw_evaluator *evaluator)
{
    const nw_subject *subject = &evaluator->stated->subject;
    arb_t factor;
    switch (subject->family) {
    case NW_SUBJECT_BUMP:
    case NW_SUBJECT_STEP:
        evaluator->grid = nw_alloc(1, sizeof *evaluator->grid);
        nw_mesh_init(evaluator->grid, subject, evaluator->domain.prec);
        break;
    case NW_SUBJECT_TRIG:
        add_waves(evaluator);
        break;
    case NW_SUBJECT_TANHNET:
        if (!shallow(&subject->network)) {
            evaluator->subject = layered_new(&subject->network, &evaluator->domain, 0);
            break;
        }
        arb_init(factor);
        arb_neg(factor, evaluator->amplitude);
        add_units(evaluator, &subject->network, factor);
        arb_clear(factor);
        break;
    case NW_SUBJECT_INNER:
        evaluator->subject = layered_new(&subject->network, &evaluator->domain, subject->m1);
        break;
    case NW_SUBJECT_PRODUCT:
    case NW_SUBJECT_EXPR:
    case NW_SUBJECT_COUNT:
        break;
    }
}

/* Piecewise linear networks against splines are polynomials of a low degree on every piece. */
static int useful_degree(const nw_statement *stated)
{
    const nw_subject *subject = &stated->subject;
    bool grid = subject->family == NW_SUBJECT_BUMP || subject->family == NW_SUBJECT_STEP;
    if (stated->form != NW_CLAIM_PLAIN)
        return NW_VERIFY_DEGREE;
    int degree = grid && nw_plain_network_is_linear(&stated->network) ? subject->order * subject->inputs
                                                                      : NW_VERIFY_DEGREE;
    return degree < NW_VERIFY_DEGREE ? degree : NW_VERIFY_DEGREE;
}

nw_evaluator *nw_evaluator_new(const nw_statement *stated, slong prec)
{
    nw_evaluator *evaluator = nw_alloc(1, sizeof *evaluator);
    evaluator->stated = stated;
    evaluator->degree = useful_degree(stated);
    nw_domain_init(&evaluator->domain, stated->inputs, prec);
    nw_unit_sum_init(&evaluator->sum, stated->inputs);
    arb_init(evaluator->constant);
    arb_init(evaluator->amplitude);
    arb_set_d(evaluator->amplitude, stated->subject.amplitude);
    if (nw_is_piecewise(stated)) {
        evaluator->piecewise = nw_alloc(1, sizeof *evaluator->piecewise);
        nw_piecewise_init(evaluator->piecewise, stated, prec);
    } else if (stated->form != NW_CLAIM_PLAIN) {
        evaluator->composed = nw_alloc(1, sizeof *evaluator->composed);
        nw_composed_init(evaluator->composed, stated, &evaluator->domain);
    } else if (shallow(&stated->network)) {
        arb_t one;
        arb_init(one);
        arb_one(one);
        add_units(evaluator, &stated->network, one);
        arb_clear(one);
    } else {
        evaluator->network = layered_new(&stated->network, &evaluator->domain, 0);
    }
    prepare_subject(evaluator);
    nw_unit_sum_settle(&evaluator->sum, &evaluator->domain);
    return evaluator;
}

static void layered_free(nw_layered *layered)
{
    if (layered != NULL)
        nw_layered_clear(layered);
    free(layered);
}

void nw_evaluator_free(nw_evaluator *evaluator)
{
    if (evaluator == NULL)
        return;
    nw_unit_sum_clear(&evaluator->sum);
    arb_clear(evaluator->constant);
    arb_clear(evaluator->amplitude);
    layered_free(evaluator->network);
    layered_free(evaluator->subject);
    if (evaluator->composed != NULL)
        nw_composed_clear(evaluator->composed);
    free(evaluator->composed);
    if (evaluator->piecewise != NULL)
        nw_piecewise_clear(evaluator->piecewise);
    free(evaluator->piecewise);
    if (evaluator->grid != NULL)
        nw_mesh_clear(evaluator->grid);
    free(evaluator->grid);
    nw_domain_clear(&evaluator->domain);
    free(evaluator);
}

/* ---- evaluating ---- */

/* coefficient * function(slope . v + offset) */
static void factor_form(nw_domain *domain, nw_centred *out, const nw_plain_ridge *ridge)
{
    arb_ptr slope = _arb_vec_init(NW_VERIFY_AXES);
    arb_t number;
    arb_init(number);
    nw_curve f = {.kind = ridge->cosine ? NW_CURVE_COS : NW_CURVE_TANH};
    for (int a = 0; a < NW_VERIFY_AXES; a++)
        arb_set_d(slope + a, ridge->slope[a]);
    arb_set_d(number, ridge->offset);
    nw_centred_ridge(domain, out, &f, slope, number);
    arb_set_d(number, ridge->coefficient);
    nw_centred_scale(domain, out, out, number);
    _arb_vec_clear(slope, NW_VERIFY_AXES);
    arb_clear(number);
}

static void product_form(const nw_subject *subject, nw_domain *domain, nw_centred *out)
{
    nw_centred *a = nw_centred_take(domain), *b = nw_centred_take(domain), *product = nw_centred_take(domain);
    for (size_t t = 0; t < subject->term_count; t++) {
        factor_form(domain, a, &subject->terms[2 * t]);
        factor_form(domain, b, &subject->terms[2 * t + 1]);
        nw_centred_multiply(domain, product, a, b);
        nw_centred_add(domain, out, out, product);
    }
}

/* sum_i x_i h_i(I) */
static void inner_form(nw_evaluator *evaluator, nw_centred *out)
{
    nw_domain *domain = &evaluator->domain;
    nw_centred *h[NW_VERIFY_AXES], *x = nw_centred_take(domain), *product = nw_centred_take(domain);
    int m1 = evaluator->stated->subject.m1;
    for (int i = 0; i < m1; i++)
        h[i] = nw_centred_take(domain);
    nw_layered_forms(evaluator->subject, domain, h);
    for (int i = 0; i < m1; i++) {
        nw_centred_input(domain, x, i);
        nw_centred_multiply(domain, product, x, h[i]);
        nw_centred_add(domain, out, out, product);
    }
}

/* The target without its amplitude; false when the sums have it. */
static bool subject_form(nw_evaluator *evaluator, nw_centred *out)
{
    const nw_subject *subject = &evaluator->stated->subject;
    nw_domain *domain = &evaluator->domain;
    switch (subject->family) {
    case NW_SUBJECT_BUMP:
    case NW_SUBJECT_STEP:
        nw_mesh_form(evaluator->grid, domain, out);
        return true;
    case NW_SUBJECT_PRODUCT:
        product_form(subject, domain, out);
        return true;
    case NW_SUBJECT_INNER:
        inner_form(evaluator, out);
        return true;
    case NW_SUBJECT_EXPR:
        nw_formula_form(subject->formula, domain, out);
        return true;
    case NW_SUBJECT_TANHNET:
        if (evaluator->subject != NULL)
            nw_layered_forms(evaluator->subject, domain, &out);
        return evaluator->subject != NULL;
    case NW_SUBJECT_TRIG:
    case NW_SUBJECT_COUNT:
        break;
    }
    return false;
}

/* e on the domain's box. */
static const nw_centred *error_form(nw_evaluator *evaluator)
{
    nw_domain *domain = &evaluator->domain;
    domain->taken = 0;
    nw_centred *error = nw_centred_take(domain), *part = nw_centred_take(domain);
    arb_set(error->c, evaluator->constant);
    nw_unit_sum_form(&evaluator->sum, domain, error);
    evaluator->hint = (nw_kink_hint){0};
    if (evaluator->piecewise != NULL)
        nw_piecewise_form(evaluator->piecewise, domain, error, &evaluator->hint);
    if (evaluator->network != NULL) {
        nw_layered_forms(evaluator->network, domain, &part);
        nw_centred_add(domain, error, error, part);
        nw_centred_zero(domain, part);
    }
    if (evaluator->composed != NULL) {
        nw_composed_form(evaluator->composed, domain, part);
        nw_centred_add(domain, error, error, part);
        nw_centred_zero(domain, part);
    }
    if (subject_form(evaluator, part)) {
        nw_centred_scale(domain, part, part, evaluator->amplitude);
        nw_centred_subtract(domain, error, error, part);
    }
    return error;
}

/* An upper bound of a - b: Knuth's sum gives the rounding error of the difference exactly. */
static double difference_above(double a, double b)
{
    double rounded = a - b, part = rounded - a;
    double lost = (a - (rounded - part)) + (-b - part);
    return lost > 0 ? nextafter(rounded, INFINITY) : rounded;
}

const nw_centred *nw_evaluator_box(nw_evaluator *evaluator, double *centre, const double *low, const double *high)
{
    nw_domain *domain = &evaluator->domain;
    nw_domain_degree(domain, evaluator->degree);
    for (int a = 0; a < domain->table.axes; a++) {
        double middle = low[a] + (high[a] - low[a]) / 2;
        middle = middle < low[a] ? low[a] : middle > high[a] ? high[a] : middle;
        double right = difference_above(high[a], middle), left = difference_above(middle, low[a]);
        centre[a] = domain->centre[a] = middle;
        domain->half[a] = right > left ? right : left;
    }
    return error_form(evaluator);
}

void nw_evaluator_point(arb_t value, nw_evaluator *evaluator, const double *point)
{
    nw_domain *domain = &evaluator->domain;
    nw_domain_degree(domain, 0);
    for (int a = 0; a < domain->table.axes; a++) {
        domain->centre[a] = point[a];
        domain->half[a] = 0;
    }
    const nw_centred *error = error_form(evaluator);
    arb_set(value, error->c);
    arb_add_error_mag(value, error->rest);
}
