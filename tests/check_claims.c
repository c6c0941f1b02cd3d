/* Every claim, whatever it says: it holds, its evidence is there and comes out the same twice, and it is refuted when
 * any of its constants is altered.  NW_TEST_CLAIM=H5 of the environment runs one claim alone. */
#include <stdlib.h>
#include <string.h>

#include "audit/ask.h"
#include "audit/claim.h"
#include "audit/h6.h"
#include "audit/marks.h"
#include "base/memory.h"
#include "base/text.h"
#include "check_common.h"
#include "rational.h"

static nw_evidence *run_claim(const nw_claim *claim, const char *altered_name, const char *altered_value)
{
    nw_audit_grid given = {0};
    nw_error error = {0};
    nw_context *context = nw_context_new();
    nw_evidence *evidence = nw_evidence_new();
    nw_audit_run run = {.given = &given,
                        .context = context,
                        .quick = true,
                        .seed = ct_seed(),
                        .altered_name = altered_name,
                        .altered_value = altered_value};
    nw_status status = claim->check(evidence, claim, &run, &error);
    nw_context_free(context);
    ck_assert_msg(status == NW_OK, "%s: %s", claim->id, error.message);
    return evidence;
}

/* Everything the evidence says, as one text. */
static char *written_out(const nw_evidence *evidence)
{
    nw_text text = {0};
    nw_text_addf(&text, "%s: %s\n", nw_verdict_word(evidence->verdict), evidence->summary);
    for (size_t i = 0; i < evidence->part_count; i++) {
        const nw_evidence_part *part = &evidence->parts[i];
        nw_text_addf(&text, "part %s: %s\n", part->name, part->title);
        for (size_t row = 0; row < nw_evidence_rows(part); row++)
            for (size_t column = 0; column < part->column_count; column++)
                nw_text_addf(&text, "%s%c", nw_evidence_text(part, row, column),
                             column + 1 < part->column_count ? '|' : '\n');
    }
    for (size_t i = 0; i < evidence->note_count; i++)
        nw_text_addf(&text, "note %s\n", evidence->notes[i]);
    return nw_text_take(&text);
}

static void verdict_is(const nw_claim *claim, const nw_evidence *evidence, nw_verdict expected, const char *when)
{
    if (evidence->verdict == expected)
        return;
    for (size_t i = 0; i < evidence->note_count; i++)
        printf("%s: %s\n", claim->id, evidence->notes[i]);
    ck_abort_msg("%s %s and not %s %s: %s", claim->id, nw_verdict_word(evidence->verdict), nw_verdict_word(expected),
                 when, evidence->summary);
}

/* Complete rows in every part, under names of their own; what a reader needs is said. */
static void is_complete(const nw_claim *claim, const nw_evidence *evidence)
{
    nw_text problem = {0};
    if (evidence->part_count == 0)
        nw_text_add(&problem, " no part");
    for (size_t i = 0; i < evidence->part_count; i++) {
        const nw_evidence_part *part = &evidence->parts[i];
        if (nw_evidence_rows(part) == 0)
            nw_text_addf(&problem, " part %s has no row", part->name);
        if (part->column_count == 0 || part->cell_count % part->column_count != 0)
            nw_text_addf(&problem, " part %s ends within a row", part->name);
        if (part->title == NULL || part->title[0] == '\0')
            nw_text_addf(&problem, " part %s has no title", part->name);
        if (nw_evidence_part_find(evidence, part->name) != part)
            nw_text_addf(&problem, " two parts are called %s", part->name);
    }
    if (evidence->summary == NULL)
        nw_text_add(&problem, " no summary");
    ck_assert_msg(problem.length == 0, "%s:%s", claim->id, nw_text_string(&problem));
    nw_text_clear(&problem);
}

/* Rows that `nwidth table audit` collects name hypotheses, activations and verdicts it knows. */
static void marks_are_known(const nw_claim *claim, const nw_evidence *evidence)
{
    const nw_evidence_part *part = nw_evidence_part_find(evidence, "verdicts");
    for (size_t row = 0; part != NULL && row < nw_evidence_rows(part); row++) {
        int known = 0;
        for (int i = 0; i < NW_HYPOTHESIS_COUNT; i++)
            known += strcmp(nw_evidence_text(part, row, NW_MARK_HYPOTHESIS), nw_hypotheses[i].id) == 0;
        for (const char *const *word = nw_mark_activations; *word != NULL; word++)
            known += strcmp(nw_evidence_text(part, row, NW_MARK_ACTIVATION), *word) == 0;
        for (int i = 0; i < NW_MARK_COUNT; i++)
            known += strcmp(nw_evidence_text(part, row, NW_MARK_VERDICT), nw_mark_word((nw_mark)i)) == 0;
        ck_assert_msg(known == 3, "%s: row %zu of its verdicts", claim->id, row);
    }
}

static bool left_out(const nw_claim *claim)
{
    const char *only = getenv("NW_TEST_CLAIM");
    return only != NULL && nw_claim_find(only) != claim;
}

START_TEST(it_holds_and_repeats_itself)
{
    const nw_claim *claim = nw_claim_at((size_t)_i);
    if (left_out(claim))
        return;
    nw_evidence *first = run_claim(claim, NULL, NULL), *second = run_claim(claim, NULL, NULL);
    verdict_is(claim, first, NW_HOLDS, "as it stands");
    is_complete(claim, first);
    marks_are_known(claim, first);
    char *once = written_out(first), *twice = written_out(second);
    ck_assert_msg(strcmp(once, twice) == 0, "%s: a second run with the same seed differs", claim->id);
    free(once);
    free(twice);
    nw_evidence_free(first);
    nw_evidence_free(second);
}
END_TEST

START_TEST(an_altered_constant_refutes_it)
{
    const nw_claim *claim = nw_claim_at((size_t)_i);
    if (left_out(claim))
        return;
    for (const nw_claim_constant *constant = claim->constants; constant->name != NULL; constant++) {
        char *when = nw_format("with %s = %s", constant->name, constant->altered);
        nw_evidence *evidence = run_claim(claim, constant->name, constant->altered);
        verdict_is(claim, evidence, NW_FAILS, when);
        nw_evidence_free(evidence);
        free(when);
    }
}
END_TEST

START_TEST(it_is_described)
{
    const nw_claim *claim = nw_claim_at((size_t)_i);
    ck_assert(claim->id != NULL && claim->title != NULL && claim->statement != NULL && claim->method != NULL);
    ck_assert_ptr_eq(nw_claim_find(claim->id), claim);
    ck_assert_ptr_nonnull(claim->axes);
    ck_assert_msg(claim->constants[0].name != NULL, "%s states no constant that could be altered", claim->id);
    for (const nw_claim_constant *constant = claim->constants; constant->name != NULL; constant++) {
        ck_assert_msg(constant->meaning != NULL && constant->altered != NULL, "%s: %s", claim->id, constant->name);
        ck_assert_msg(strcmp(constant->value, constant->altered) != 0, "%s: %s", claim->id, constant->name);
    }
}
END_TEST

START_TEST(the_list_of_claims)
{
    ck_assert_ptr_eq(nw_claim_find("consistency"), &nw_claim_consistency);
    ck_assert_ptr_eq(nw_claim_find("CONSISTENCY"), &nw_claim_consistency);
    ck_assert_ptr_null(nw_claim_find("consistancy"));
    ck_assert_str_eq(nw_claim_suggest("consistancy"), "consistency");
    ck_assert(nw_claim_takes(&nw_claim_consistency, NW_EPS));
    ck_assert(!nw_claim_takes(&nw_claim_consistency, NW_N));
}
END_TEST

/* ---- evidence itself ---- */

START_TEST(the_verdict_of_checks)
{
    nw_evidence *evidence = nw_evidence_new();
    nw_evidence_conclude(evidence, NULL);
    ck_assert_int_eq(evidence->verdict, NW_UNDECIDED); /* nothing was checked */
    ck_assert_str_eq(nw_evidence_decide(evidence, NW_PROVED, nw_copy_text("a")), "proved");
    nw_evidence_conclude(evidence, nw_copy_text("more"));
    ck_assert_int_eq(evidence->verdict, NW_HOLDS);
    ck_assert_str_eq(evidence->summary, "1 checks proved, 0 refuted, 0 undecided; more");
    ck_assert_uint_eq(evidence->note_count, 0);
    ck_assert_str_eq(nw_evidence_decide(evidence, NW_OUTSIDE, nw_copy_text("b")), "unknown");
    nw_evidence_conclude(evidence, NULL);
    ck_assert_int_eq(evidence->verdict, NW_UNDECIDED);
    ck_assert_str_eq(nw_evidence_decide(evidence, NW_REFUTED, nw_copy_text("c")), "refuted");
    nw_evidence_conclude(evidence, NULL);
    ck_assert_int_eq(evidence->verdict, NW_FAILS);
    ck_assert_str_eq(evidence->notes[0], "undecided: b");
    ck_assert_str_eq(evidence->notes[1], "refuted: c");
    nw_evidence_free(evidence);
}
END_TEST

START_TEST(parts_and_marks)
{
    static const nw_evidence_column columns[] = {{.name = "x", .header = "x"}, {.name = "y", .header = "y"}};
    nw_evidence *evidence = nw_evidence_new();
    nw_evidence_begin(evidence, "first", "a table", columns, 2);
    nw_evidence_cell(evidence, nw_copy_text("1"));
    nw_evidence_cell(evidence, NULL);
    nw_marks_begin(evidence);
    nw_mark_add(evidence, NW_T1_UNIQUE, "tanh", nw_mark_of(NW_PROVED, NW_MARK_FAILS), "", nw_copy_text("shown"));
    nw_mark_add(evidence, NW_T5_BIAS, NULL, nw_mark_of(NW_UNKNOWN, NW_MARK_HOLDS), "eps^-2", nw_copy_text("open"));
    const nw_evidence_part *first = nw_evidence_part_find(evidence, "first");
    ck_assert_uint_eq(nw_evidence_rows(first), 1);
    ck_assert_str_eq(nw_evidence_text(first, 0, 1), "");
    ck_assert_ptr_null(nw_evidence_part_find(evidence, "none"));
    const nw_evidence_part *marks = nw_evidence_part_find(evidence, "verdicts");
    ck_assert_uint_eq(nw_evidence_rows(marks), 1 + 6);
    ck_assert_str_eq(nw_evidence_text(marks, 0, NW_MARK_HYPOTHESIS), "assumption-1");
    ck_assert_str_eq(nw_evidence_text(marks, 0, NW_MARK_VERDICT), "fails");
    ck_assert_str_eq(nw_evidence_text(marks, 6, NW_MARK_ACTIVATION), "yarotsky");
    ck_assert_str_eq(nw_evidence_text(marks, 6, NW_MARK_VERDICT), "unknown");
    ck_assert_str_eq(nw_evidence_text(marks, 6, NW_MARK_RATE), "eps^-2");
    ck_assert_int_eq(nw_mark_of(NW_REFUTED, NW_MARK_FAILS), NW_MARK_HOLDS);
    ck_assert_int_eq(nw_mark_of(NW_REFUTED, NW_MARK_NOT_NEEDED), NW_MARK_FAILS);
    nw_evidence_free(evidence);
}
END_TEST

/* ---- H5 to H7 ---- */

static const char *cell(const nw_evidence *evidence, const char *name, size_t row, const char *column)
{
    const nw_evidence_part *part = nw_evidence_part_find(evidence, name);
    ck_assert_msg(part != NULL && row < nw_evidence_rows(part), "%s has no row %zu", name, row);
    size_t i = 0;
    while (i < part->column_count && strcmp(part->columns[i].name, column) != 0)
        i++;
    ck_assert_msg(i < part->column_count, "%s has no column %s", name, column);
    return nw_evidence_text(part, row, i);
}

/* The verdict on a hypothesis for an activation. */
static const char *mark_of(const nw_evidence *evidence, const char *hypothesis, const char *activation)
{
    const nw_evidence_part *part = nw_evidence_part_find(evidence, "verdicts");
    for (size_t row = 0; part != NULL && row < nw_evidence_rows(part); row++)
        if (strcmp(nw_evidence_text(part, row, NW_MARK_HYPOTHESIS), hypothesis) == 0 &&
            strcmp(nw_evidence_text(part, row, NW_MARK_ACTIVATION), activation) == 0)
            return nw_evidence_text(part, row, NW_MARK_VERDICT);
    return "none";
}

/* No clash found: nothing is said of it, and nothing follows. */
START_TEST(an_interrupted_search_leaves_blanks)
{
    if (left_out(&nw_claim_h5))
        return;
    const volatile bool stop = true;
    nw_audit_grid given = {0};
    nw_error error = {0};
    nw_context *context = nw_context_new();
    nw_evidence *evidence = nw_evidence_new();
    nw_audit_run run = {.given = &given, .context = context, .quick = true, .seed = 1, .stop = &stop};
    ck_assert_int_eq(nw_claim_h5.check(evidence, &nw_claim_h5, &run, &error), NW_OK);
    is_complete(&nw_claim_h5, evidence);
    verdict_is(&nw_claim_h5, evidence, NW_UNDECIDED, "once stopped");
    static const char *const blank[] = {"eps", "width", "depth", "network", "theorem1"};
    for (size_t i = 0; i < sizeof blank / sizeof blank[0]; i++)
        ck_assert_str_eq(cell(evidence, "clashes", 0, blank[i]), "");
    ck_assert_str_eq(cell(evidence, "clashes", 0, "none_above"), "1");
    ck_assert_str_eq(cell(evidence, "clashes", 0, "verdict"), "unknown");
    ck_assert_str_eq(mark_of(evidence, "rate", "relu"), "unknown");
    nw_evidence_free(evidence);
    nw_context_free(context);
}
END_TEST

static void altered_marks(const nw_claim *claim, const char *name, const char *value, const char *hypothesis,
                          const char *expected)
{
    nw_evidence *evidence = run_claim(claim, name, value);
    const char *mark = mark_of(evidence, hypothesis, "relu");
    ck_assert_msg(strcmp(mark, expected) == 0, "%s, %s = %s: %s is %s", claim->id, name, value, hypothesis, mark);
    nw_evidence_free(evidence);
}

/* Each mark stands on its own checks. */
START_TEST(marks_follow_their_checks)
{
    if (!left_out(&nw_claim_h5))
        altered_marks(&nw_claim_h5, "exponent", "11/20", "rate", "unknown");
    if (!left_out(&nw_claim_h6)) {
        altered_marks(&nw_claim_h6, "charge", "0", "induced-norm", "unknown");
        altered_marks(&nw_claim_h6, "charge", "0", "bias-term", "fails");
        altered_marks(&nw_claim_h6, "bias", "3", "induced-norm", "fails");
        altered_marks(&nw_claim_h6, "bias", "3", "bias-term", "unknown");
    }
    if (!left_out(&nw_claim_h7)) {
        altered_marks(&nw_claim_h7, "extra", "0", "universal-size", "holds");
        nw_evidence *evidence = run_claim(&nw_claim_h7, NULL, NULL);
        ck_assert_str_eq(mark_of(evidence, "universal-size", "crelu"), "holds");
        ck_assert_str_eq(mark_of(evidence, "universal-size", "tanh"), "unknown");
        ck_assert_str_eq(mark_of(evidence, "universal-size", "yarotsky"), "unknown");
        nw_evidence_free(evidence);
    }
}
END_TEST

/* A row of k ones: largest column sum 1, all entries k; the output moves by k/100. */
START_TEST(rows_of_ones_move_by_all_their_entries)
{
    nw_evidence *evidence = nw_evidence_new();
    ck_assert_int_eq(nw_h6_add_ones(evidence), NW_PROVED);
    static const char *const rows[][3] = {
        {"1", "1", "1/100"}, {"4", "1", "1/25"}, {"16", "1", "4/25"}, {"64", "1", "16/25"}};
    for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        fmpq_t moved, expected;
        fmpq_init(moved);
        fmpq_init(expected);
        ck_assert_int_eq(nw_rational_parse(moved, cell(evidence, "ones", row, "moved"), NULL), NW_OK);
        ck_assert_int_eq(nw_rational_parse(expected, rows[row][2], NULL), NW_OK);
        ck_assert(fmpq_equal(moved, expected));
        ck_assert_str_eq(cell(evidence, "ones", row, "entrywise"), rows[row][0]);
        ck_assert_str_eq(cell(evidence, "ones", row, "induced"), rows[row][1]);
        fmpq_clear(moved);
        fmpq_clear(expected);
    }
    nw_evidence_free(evidence);
}
END_TEST

START_TEST(slopes_of_powers)
{
    fmpz_t last, next;
    fmpq_t exponent;
    arb_t slope;
    fmpz_init_set_ui(last, 1000);
    fmpz_init_set_ui(next, 1000000);
    fmpq_init(exponent);
    arb_init(slope);
    nw_slope_between(slope, last, next, 2); /* 3/2 */
    fmpq_set_si(exponent, 3, 2);
    ck_assert_int_eq(nw_slope_near(slope, exponent, 1000000), NW_PROVED);
    fmpq_set_si(exponent, 151, 100);
    ck_assert_int_eq(nw_slope_near(slope, exponent, 99), NW_PROVED);
    ck_assert_int_eq(nw_slope_near(slope, exponent, 100), NW_UNKNOWN); /* at the limit */
    ck_assert_int_eq(nw_slope_near(slope, exponent, 101), NW_REFUTED);
    fmpz_clear(last);
    fmpz_clear(next);
    fmpq_clear(exponent);
    arb_clear(slope);
}
END_TEST

int main(void)
{
    int claims = 0;
    while (nw_claim_at((size_t)claims) != NULL)
        claims++;
    Suite *suite = suite_create("claims");
    TCase *tests = ct_case(suite, "every claim");
    tcase_add_loop_test(tests, it_is_described, 0, claims);
    tcase_add_loop_test(tests, it_holds_and_repeats_itself, 0, claims);
    tcase_add_loop_test(tests, an_altered_constant_refutes_it, 0, claims);
    tests = ct_case(suite, "parts");
    tcase_add_test(tests, the_list_of_claims);
    tcase_add_test(tests, the_verdict_of_checks);
    tcase_add_test(tests, parts_and_marks);
    tests = ct_case(suite, "H5 to H7");
    tcase_add_test(tests, an_interrupted_search_leaves_blanks);
    tcase_add_test(tests, marks_follow_their_checks);
    tcase_add_test(tests, rows_of_ones_move_by_all_their_entries);
    tcase_add_test(tests, slopes_of_powers);
    return ct_main(suite);
}
