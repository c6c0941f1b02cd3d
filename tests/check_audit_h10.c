/* H10: its rows against counts of this test's own, its files, and what refutes it. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/h10_row.h"
#include "base/memory.h"
#include "check_common.h"
#include "check_folder.h"

static nw_evidence *run_claim(const char *altered_name, const char *altered_value)
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
    nw_status status = nw_claim_h10.check(evidence, &nw_claim_h10, &run, &error);
    nw_context_free(context);
    ck_assert_msg(status == NW_OK, "%s", error.message);
    return evidence;
}

static long cell(const nw_evidence_part *part, size_t row, const char *name)
{
    for (size_t c = 0; c < part->column_count; c++)
        if (strcmp(part->columns[c].name, name) == 0)
            return strtol(nw_evidence_text(part, row, c), NULL, 10);
    ck_abort_msg("no column %s", name);
    return 0;
}

START_TEST(its_rows)
{
    nw_evidence *evidence = run_claim(NULL, NULL);
    ck_assert_msg(evidence->verdict == NW_HOLDS, "%s", evidence->summary);
    const nw_evidence_part *part = nw_evidence_part_find(evidence, "counts");
    size_t rows = nw_evidence_rows(part), wrong = 0;
    ck_assert_uint_ge(rows, 8);
    for (size_t i = 0; i < rows; i++) {
        long k = cell(part, i, "k"), sparse = cell(part, i, "q_sparse"), g = cell(part, i, "g");
        /* values are inputs: 2 connections each, and one more of a pair (m1 = 1); 4, and one more (m1 = 2) */
        if (cell(part, i, "m1") == 1)
            wrong += sparse != g + 2 * k + k / 2;
        else if (k == 4)
            wrong += sparse != g + 4 * k + k / 2;
        wrong += cell(part, i, "q_dense") < 4 * k * k || cell(part, i, "weight") != 2;
    }
    ck_assert_uint_eq(wrong, 0);
    nw_evidence_free(evidence);
}
END_TEST

START_TEST(what_refutes_it)
{
    static const char *const altered[][2] = {{"sparse", "1.32"}, {"dense", "8"}, {"weight", "1.999"}};
    for (size_t i = 0; i < 3; i++) {
        nw_evidence *evidence = run_claim(altered[i][0], altered[i][1]);
        ck_assert_msg(evidence->verdict == NW_FAILS, "%s = %s: %s", altered[i][0], altered[i][1], evidence->summary);
        nw_evidence_free(evidence);
    }
}
END_TEST

START_TEST(its_files)
{
    nw_context *context = nw_context_new();
    nw_audit_run run = {.context = context, .quick = true, .save = ct_folder()};
    nw_embedding_row row;
    nw_error error;
    ck_assert_int_eq(nw_embedding_run(&row, 1, 3, &run, &error), NW_OK);
    ck_assert_int_eq(row.certified, NW_PROVED);
    ck_assert(row.error <= 1 / 3.0);
    char *network = ct_in_folder("h10-m1-1-eps-1-3.json"), *proof = ct_in_folder("h10-m1-1-eps-1-3.cert.json");
    ck_assert_int_eq(access(network, R_OK), 0);
    ck_assert_int_eq(access(proof, R_OK), 0);
    nw_embedding_row_clear(&row);
    run.save = "/nonexistent";
    ck_assert_int_ne(nw_embedding_run(&row, 1, 3, &run, &error), NW_OK);
    free(network);
    free(proof);
    nw_context_free(context);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("audit h10");
    TCase *tests = ct_case(suite, "h10");
    tcase_add_test(tests, its_rows);
    tcase_add_test(tests, what_refutes_it);
    tests = ct_case(suite, "files");
    tcase_add_checked_fixture(tests, ct_folder_make, ct_folder_drop);
    tcase_add_test(tests, its_files);
    return ct_main(suite);
}
