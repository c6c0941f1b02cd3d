/* H2: errors of difference quotients beside sampling, closed forms and the networks themselves; poles beside complex
 * arithmetic; certificates that fit one error and no other. */
#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audit/h2_chain.h"
#include "audit/h2_networks.h"
#include "audit/h2_poles.h"
#include "audit/h2_quotient.h"
#include "audit/h2_rates.h"
#include "audit/h2_rows.h"
#include "check_common.h"

enum { PREC = NW_H2_PREC };

static const nw_unit *const units[NW_H2_CASES] = {&nw_unit_tanh, &nw_unit_logistic, &nw_unit_arctan};

/* ---- suprema ---- */

/* e(x) at 1000 bits, where nothing cancels too much. */
static void error_at(arb_t e, const nw_unit *unit, double x, int place)
{
    enum { MUCH = 1000 };
    arb_ptr jet = _arb_vec_init(2);
    arb_t t, h;
    arb_init(t);
    arb_init(h);
    arb_set_d(t, x);
    arb_set_d(h, ldexp(1, -place));
    unit->piece[0].jet(jet, t, 2, NULL, MUCH);
    arb_add(t, t, h, MUCH);
    nw_unit_value(e, unit, t, MUCH);
    arb_submul_ui(t, h, 2, MUCH);
    nw_unit_value(t, unit, t, MUCH);
    arb_sub(e, e, t, MUCH);
    arb_mul_2exp_si(e, e, place - 1);
    arb_sub(e, e, jet + 1, MUCH);
    arb_abs(e, e);
    _arb_vec_clear(jet, 2);
    arb_clear(t);
    arb_clear(h);
}

START_TEST(suprema_hold_every_sample)
{
    static const int places[] = {1, 2, 5, 11, 20};
    arb_t sup, e, most;
    arb_init(sup);
    arb_init(e);
    arb_init(most);
    for (size_t u = 0; u < NW_H2_CASES; u++)
        for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
            nw_quotient_sup(sup, units[u], places[i]);
            ck_assert_int_gt(arb_rel_accuracy_bits(sup), 70);
            arb_zero(most);
            for (int k = -100; k <= 100; k++) {
                error_at(e, units[u], k / 100.0, places[i]);
                arb_max(most, most, e, PREC);
                ck_assert_msg(!arb_gt(e, sup), "%s, h = 2^-%d, x = %d/100", units[u]->name, places[i], k);
            }
            /* The maximum is at 0 (seen, not assumed): a sample reaches the enclosure. */
            ck_assert_msg(arb_overlaps(most, sup), "%s, h = 2^-%d", units[u]->name, places[i]);
        }
    arb_clear(sup);
    arb_clear(e);
    arb_clear(most);
}
END_TEST

/* 1 - tanh(h)/h, 1/4 - tanh(h/2)/(2h), 1 - arctan(h)/h by MPFR. */
START_TEST(closed_forms)
{
    mpfr_t h, y;
    arb_t sup, closed;
    mpfr_init2(h, 400);
    mpfr_init2(y, 400);
    arb_init(sup);
    arb_init(closed);
    for (int place = 1; place <= 20; place++)
        for (size_t u = 0; u < NW_H2_CASES; u++) {
            mpfr_set_d(h, ldexp(1, -place), MPFR_RNDN);
            if (u == 1)
                mpfr_div_2ui(h, h, 1, MPFR_RNDN);
            if (u == 2)
                mpfr_atan(y, h, MPFR_RNDN);
            else
                mpfr_tanh(y, h, MPFR_RNDN);
            mpfr_div(y, y, h, MPFR_RNDN);
            mpfr_ui_sub(y, 1, y, MPFR_RNDN);
            if (u == 1)
                mpfr_div_2ui(y, y, 2, MPFR_RNDN);
            arf_set_mpfr(arb_midref(closed), y);
            mag_set_ui_2exp_si(arb_radref(closed), 1, -350);
            nw_quotient_sup(sup, units[u], place);
            ck_assert_msg(arb_overlaps(sup, closed), "%s, h = 2^-%d", units[u]->name, place);
        }
    mpfr_clear(h);
    mpfr_clear(y);
    arb_clear(sup);
    arb_clear(closed);
}
END_TEST

START_TEST(taylor_holds_the_supremum)
{
    arb_t sup, taylor, limit;
    arb_init(sup);
    arb_init(taylor);
    arb_init(limit);
    for (size_t u = 0; u < NW_H2_CASES; u++) {
        nw_quotient_limit(limit, units[u]);
        ck_assert_double_eq_tol(arf_get_d(arb_midref(limit), ARF_RND_NEAR), u == 1 ? 1.0 / 48 : 1.0 / 3, 1e-15);
        for (int place = 1; place <= 20; place++) {
            nw_quotient_sup(sup, units[u], place);
            nw_quotient_closed(taylor, limit, units[u], place);
            ck_assert_msg(arb_overlaps(taylor, sup), "%s, h = 2^-%d", units[u]->name, place);
            /* h^4 is what it leaves open. */
            ck_assert_int_ge(arb_rel_accuracy_bits(taylor), 2 * place - 2);
        }
    }
    arb_clear(sup);
    arb_clear(taylor);
    arb_clear(limit);
}
END_TEST

/* ---- networks ---- */

static double forward(const nw_network *network, double x)
{
    double y;
    nw_net_work *work = nw_net_work_new(network, 1);
    nw_network_forward(network, 1, &x, &y, work);
    nw_net_work_free(work);
    return y;
}

static double value_of(size_t unit, double t)
{
    return unit == 0 ? tanh(t) : unit == 1 ? 1 / (1 + exp(-t)) : atan(t);
}

START_TEST(networks_are_quotients)
{
    for (size_t u = 0; u < NW_H2_CASES; u++)
        for (int place = 1; place <= 10; place++) {
            const nw_h2_case *c = &nw_h2_cases[u];
            nw_network *network = nw_h2_quotient(c, place);
            double h = ldexp(1, -place), worst = 0;
            for (int k = -8; k <= 8; k++) {
                double x = k / 8.0, quotient = c->factor * (value_of(u, x + h) - value_of(u, x - h)) / (2 * h);
                worst = fmax(worst, fabs(forward(network, x) - quotient));
            }
            ck_assert_msg(worst < 1e-14 / h, "%s, h = 2^-%d: %g", units[u]->name, place, worst);
            ck_assert_double_eq(nw_h2_output_weight(network), c->factor / h);
            /* ||W^1||_1 = 2, ||W^2||_1 = c/(2h) */
            double lipschitz = c->activation == NW_LOGISTIC ? 0.25 : 1;
            ck_assert_double_eq(nw_network_spectral_complexity(network), lipschitz * c->factor / h);
            nw_network_free(network);
        }
}
END_TEST

START_TEST(chains_are_chains)
{
    arb_t error;
    arb_init(error);
    for (size_t u = 0; u < NW_H2_CASES; u++)
        for (int depth = 1; depth <= 3; depth++) {
            nw_network *network = nw_h2_chain(&nw_h2_cases[u], depth, 4);
            double worst = 0, most = 0;
            for (int k = -64; k <= 64; k++) {
                double x = k / 64.0, t = x / 16;
                for (int i = 0; i < depth; i++)
                    t = u == 2 ? atan(t) : tanh(t);
                double y = forward(network, x);
                worst = fmax(worst, fabs(y - 8 * t));
                most = fmax(most, fabs(x / 2 - y));
            }
            ck_assert_msg(worst < 1e-13, "%s, depth %d: %g", units[u]->name, depth, worst);
            nw_chain_error(error, u == 2 ? &nw_unit_arctan : &nw_unit_tanh, depth, 4, PREC);
            ck_assert_double_eq_tol(most, 0.5 * arf_get_d(arb_midref(error), ARF_RND_NEAR), 1e-13);
            nw_network_free(network);
        }
    arb_clear(error);
}
END_TEST

START_TEST(a_certificate_fits_one_error)
{
    nw_error error;
    arb_t sup;
    arb_init(sup);
    for (size_t u = 0; u < NW_H2_CASES; u++) {
        nw_enclosure enclosure = {0};
        nw_network *network = nw_h2_quotient(&nw_h2_cases[u], 4);
        ck_assert_msg(nw_h2_certify(&enclosure, network, nw_h2_cases[u].target, NULL, "", NULL, &error) == NW_OK, "%s",
                      error.message);
        static const nw_evidence_column columns[] = {{.name = "x", .header = "x"}, {.name = "y", .header = "y"}};
        nw_evidence *evidence = nw_evidence_new();
        nw_evidence_begin(evidence, "p", "t", columns, 2);
        for (int place = 3; place <= 5; place++) {
            nw_quotient_sup(sup, units[u], place);
            ck_assert_int_eq(nw_h2_write_certificate(evidence, &enclosure, sup, nw_h2_cases[u].factor),
                             place == 4 ? NW_PROVED : NW_REFUTED);
        }
        nw_evidence_free(evidence);
        nw_enclosure_clear(&enclosure);
        nw_network_free(network);
    }
    arb_clear(sup);
}
END_TEST

START_TEST(nearness)
{
    arb_t ratio, limit, spread;
    arb_init(ratio);
    arb_init(limit);
    arb_init(spread);
    arb_set_d(ratio, 1.0625);
    arb_one(limit);
    arb_one(spread);
    ck_assert_int_eq(nw_h2_is_near(ratio, limit, spread, 1), NW_PROVED);
    ck_assert_int_eq(nw_h2_is_near(ratio, limit, spread, 2), NW_PROVED); /* equality, exactly */
    ck_assert_int_eq(nw_h2_is_near(ratio, limit, spread, 3), NW_REFUTED);
    mag_set_d(arb_radref(ratio), 0.01);
    ck_assert_int_eq(nw_h2_is_near(ratio, limit, spread, 2), NW_UNKNOWN);
    arb_clear(ratio);
    arb_clear(limit);
    arb_clear(spread);
}
END_TEST

/* ---- poles ---- */

/* g at pole + w; g' by a central difference. */
static double complex near_pole(size_t unit, double complex w)
{
    const double pi = 3.14159265358979323846;
    if (unit == 0)
        return ctanh(I * pi / 2 + w);
    if (unit == 1)
        return 1 / (1 + cexp(-(I * pi + w)));
    return 1 / (1 + (I + w) * (I + w));
}

START_TEST(poles_in_complex_arithmetic)
{
    fmpq_t coefficient;
    fmpq_init(coefficient);
    for (size_t u = 0; u < NW_H2_CASES; u++) {
        int order = 0, derivative_order = 0;
        ck_assert(nw_unit_pole(&order, &derivative_order, coefficient, units[u]));
        ck_assert_int_eq(order, 1);
        ck_assert_int_eq(derivative_order, 2);
        ck_assert_int_ne(fmpq_sgn(coefficient), 0);
        for (int direction = 0; direction < 4; direction++) {
            double complex w = 1e-3 * cpow(I, direction), d = 1e-7 * w;
            double complex slope = (near_pole(u, w + d) - near_pole(u, w - d)) / (2 * d);
            /* w g and w^2 g' tend to numbers of one size that are not 0. */
            ck_assert(cabs(w * near_pole(u, w)) > 0.4 && cabs(w * near_pole(u, w)) < 1.1);
            ck_assert(cabs(w * w * slope) > 0.4 && cabs(w * w * slope) < 1.1);
        }
    }
    int order, other;
    ck_assert(!nw_unit_pole(&order, &other, coefficient, &nw_unit_relu));
    fmpq_clear(coefficient);
}
END_TEST

/* ---- rates ---- */

static void rate_is(const nw_unit *unit, int depth, const char *expected)
{
    nw_context *context = nw_context_new();
    char *rate = nw_h2_rate(unit, depth, context);
    ck_assert_msg(rate != NULL && strcmp(rate, expected) == 0, "%s, depth %d: %s", unit->name, depth, rate);
    free(rate);
    nw_context_free(context);
}

START_TEST(rates_are_those_of_cards)
{
    rate_is(&nw_unit_tanh, 1, "m/r up to logarithms");
    rate_is(&nw_unit_logistic, 2, "m/(3r)");
    rate_is(&nw_unit_arctan, 1, "m/r");
    rate_is(&nw_unit_relu, 3, "m/r up to logarithms");
}
END_TEST

/* Yarotsky's function: what no check decides is unknown, what is quoted says so; the regularity is H4's. */
START_TEST(hypotheses_stand_on_checks)
{
    nw_context *context = nw_context_new();
    nw_evidence *evidence = nw_evidence_new();
    nw_audit_run run = {.context = context, .quick = true, .altered_name = "bound", .altered_value = "6"};
    nw_h2_rates(evidence, NULL, 0, &run);
    const nw_evidence_part *part = nw_evidence_part_find(evidence, "rates");
    static const char *const expected[][7] = {
        {"crelu", "1", "holds", "fails", "fails", "fails", "m/r up to logarithms"},
        {"crelu", "2", "holds", "fails", "fails", "fails", "m/r up to logarithms"},
        {"crelu", "3+", "holds", "fails", "fails", "fails", "m/r up to logarithms"},
        {"relu", "1", "fails", "fails", "fails", "fails", "m/r up to logarithms"},
        {"relu", "2", "fails", "fails", "fails", "fails", "m/r up to logarithms"},
        {"relu", "3+", "fails", "fails", "fails", "fails", "m/r up to logarithms"},
        {"yarotsky", "any", "holds", "fails", "unknown", "fails", "none (quoted)"},
    };
    size_t rows = sizeof expected / sizeof expected[0], wrong = 0;
    ck_assert_uint_eq(nw_evidence_rows(part), rows);
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < 7; column++)
            if (strcmp(nw_evidence_text(part, row, column), expected[row][column]) != 0) {
                printf("row %zu, %s: %s\n", row, part->columns[column].name, nw_evidence_text(part, row, column));
                wrong++;
            }
    ck_assert_uint_eq(wrong, 0);
    nw_evidence_free(evidence);
    nw_context_free(context);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("audit_h2");
    TCase *tests = ct_case(suite, "errors");
    tcase_add_test(tests, suprema_hold_every_sample);
    tcase_add_test(tests, closed_forms);
    tcase_add_test(tests, taylor_holds_the_supremum);
    tests = ct_case(suite, "networks");
    tcase_add_test(tests, networks_are_quotients);
    tcase_add_test(tests, chains_are_chains);
    tcase_add_test(tests, a_certificate_fits_one_error);
    tcase_add_test(tests, nearness);
    tests = ct_case(suite, "why");
    tcase_add_test(tests, poles_in_complex_arithmetic);
    tcase_add_test(tests, rates_are_those_of_cards);
    tcase_add_test(tests, hypotheses_stand_on_checks);
    return ct_main(suite);
}
