/* Studies and jobs: the text forms both ways and strictly, defaults, the order of jobs, seeds that belong to a job alone,
 * what is refused, and differences. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"
#include "rational.h"
#include "study/gap_study.h"

static json_t *parsed(const char *text)
{
    json_error_t problem;
    json_t *value = json_loads(text, JSON_ALLOW_NUL, &problem);
    ck_assert_msg(value != NULL, "%s: %s", text, problem.text);
    return value;
}

static void make_study(nw_study *study, const char *text)
{
    nw_error error;
    json_t *object = parsed(text);
    ck_assert_msg(nw_study_read(study, &nw_gap_kind, object, "study.json", &error) == NW_OK, "%s: %s", text,
                  error.message);
    json_decref(object);
}

static void refuses(const char *text, const char *expected)
{
    nw_study study;
    nw_error error;
    json_t *object = parsed(text);
    ck_assert_msg(nw_study_read(&study, &nw_gap_kind, object, "study.json", &error) == NW_BAD_INPUT, "%s is taken",
                  text);
    ck_assert_msg(strstr(error.message, "study.json: ") == error.message && strstr(error.message, expected) != NULL,
                  "%s says '%s', not '%s'", text, error.message, expected);
    json_decref(object);
}

/* ---- studies ---- */

START_TEST(everything_has_a_default)
{
    nw_study study;
    make_study(&study, "{}");
    ck_assert_str_eq(
        study.text,
        "{\"format\":\"nwidth-study\",\"version\":1,\"target\":\"bump\",\"r\":[1],\"m\":[[1,1]],\"scales\":[2,3,4],"
        "\"theta\":[\"0.25\"],\"targets\":5,\"activations\":[\"tanh\"],\"hidden_layers\":[1],\"output_bias\":false,"
        "\"methods\":[\"g\",\"q-free\",\"q-identity\",\"q-bounded\"],\"k\":[1,8],\"tasks\":\"centres\",\"l1\":\"\","
        "\"l2\":\"\",\"starts\":24,\"largest_width\":256,\"seed\":1}");
    ck_assert_uint_eq(study.count, 3 * 4 * 5);
    ck_assert_uint_eq(strlen(study.fingerprint), 16);
    nw_study_clear(&study);
}
END_TEST

START_TEST(the_order_of_the_jobs_is_fixed)
{
    nw_study study;
    make_study(&study, "{\"m\":\"1+1,2+1\",\"r\":[1,2],\"activations\":\"tanh,relu\","
                       "\"theta\":\"0.25,0.5\",\"scales\":[2,\"3:4\"],\"methods\":\"q-bounded,g\",\"targets\":3,"
                       "\"l1\":\"1.50\",\"seed\":40}");
    ck_assert_uint_eq(study.count, 2 * 2 * 2 * 2 * 3 * 2 * 3);
    const nw_gap_job *first = nw_gap_job_at(&study, 0), *last = nw_gap_job_at(&study, study.count - 1);
    ck_assert_str_eq(first->target, "bump:r=1,n=2,M=2,signs=seed:40");
    ck_assert_str_eq(nw_gap_job_at(&study, 1)->target, "bump:r=1,n=2,M=2,signs=seed:41"); /* targets run fastest */
    ck_assert_int_eq(first->method, NW_GAP_Q_BOUNDED);
    ck_assert_int_eq(nw_gap_job_at(&study, 3)->method, NW_GAP_G);
    ck_assert_int_eq(nw_gap_job_at(&study, 6)->scale, 3);
    ck_assert_str_eq(first->l1, "1.5");
    ck_assert_uint_eq(first->k_most, 8);
    ck_assert_str_eq(nw_gap_job_at(&study, 3)->l1, ""); /* g reads no cap and no k */
    ck_assert_uint_eq(nw_gap_job_at(&study, 3)->k_most, 0);
    ck_assert_str_eq(last->target, "bump:r=2,n=3,M=4,signs=seed:42");
    ck_assert(last->m1 == 2 && last->m2 == 1 && last->r == 2 && last->activation == NW_RELU && last->hidden_layers == 1);
    ck_assert(last->goal_is_theta && fmpq_cmp_si(last->goal, 1) < 0);
    nw_study_clear(&study);
    make_study(&study, "{\"activations\":\"tanh,relu\",\"hidden_layers\":\"1:2\",\"scales\":2,\"methods\":\"g\"}");
    ck_assert_uint_eq(study.count, 2 * 2 * 5);
    ck_assert(nw_gap_job_at(&study, 4)->hidden_layers == 1 && nw_gap_job_at(&study, 5)->hidden_layers == 2 &&
              nw_gap_job_at(&study, 5)->activation == NW_TANH && nw_gap_job_at(&study, 10)->activation == NW_RELU);
    nw_study_clear(&study);
}
END_TEST

START_TEST(words_of_every_family)
{
    static const struct {
        const char *target, *word;
    } cases[] = {{"step", "step:r=1,n=2,M=2,signs=seed:1"},
                 {"trig:terms=4", "trig:r=1,n=2,terms=4,degree=4,seed=1"},
                 {"tanhnet:", "tanhnet:r=1,n=2,width=16,scale=4,seed=1"},
                 {"product:terms=2", "product:r=1,m1=1,m2=1,terms=2,scale=2,seed=1"},
                 {"inner", "inner:r=1,m1=1,m2=1,width=8,scale=2,seed=1"},
                 {"expr:x1*I1/8", "expr:r=1,m1=1,m2=1:x1*I1/8"},
                 {"expr:amplitude=0.01:x1*I1", "expr:r=1,m1=1,m2=1,amplitude=0.01:x1*I1"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nw_study study;
        char *text = nw_format("{\"target\":\"%s\",\"methods\":\"g\"%s}", cases[i].target,
                               strcmp(cases[i].target, "step") == 0 ? ",\"scales\":2" : "");
        make_study(&study, text);
        ck_assert_str_eq(nw_gap_job_at(&study, 0)->target, cases[i].word);
        free(text);
        nw_study_clear(&study);
    }
}
END_TEST

/* The same jobs with the same seeds, whatever stands beside them in the study. */
START_TEST(a_job_knows_nothing_of_the_others)
{
    nw_study small, large, other;
    make_study(&small, "{\"scales\":[3],\"methods\":\"g\",\"targets\":1,\"seed\":7}");
    make_study(&large, "{\"scales\":[2,3],\"methods\":\"q-free,g\",\"targets\":4,\"seed\":7,\"k\":\"2:3\"}");
    make_study(&other, "{\"scales\":[3],\"methods\":\"g\",\"targets\":1,\"seed\":8}");
    char *here = nw_gap_job_text(nw_gap_job_at(&small, 0));
    size_t same = 0, seeds = 0;
    for (size_t i = 0; i < large.count; i++) {
        char *there = nw_gap_job_text(nw_gap_job_at(&large, i));
        same += strcmp(here, there) == 0;
        seeds += nw_gap_job_at(&large, i)->seed == nw_gap_job_at(&small, 0)->seed;
        free(there);
    }
    ck_assert_uint_eq(same, 1);
    ck_assert_uint_eq(seeds, 1);
    ck_assert(nw_gap_job_at(&other, 0)->seed != nw_gap_job_at(&small, 0)->seed);
    ck_assert_uint_eq(nw_gap_job_at(&other, 0)->target_seed, 8);
    free(here);
    nw_study_clear(&small);
    nw_study_clear(&large);
    nw_study_clear(&other);
}
END_TEST

START_TEST(a_resolved_study_gives_itself)
{
    static const char *const texts[] = {
        "{}", "{\"eps\":\"1/30,1e-1\",\"scales\":\"2:4\",\"output_bias\":true,\"k\":3,\"tasks\":\"grid:5\"}",
        "{\"target\":\"trig\",\"theta\":[\"0.250\"],\"l2\":\"2/3\",\"methods\":[\"q-bounded\"],\"targets\":2}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        nw_study once, twice;
        make_study(&once, texts[i]);
        make_study(&twice, once.text);
        ck_assert_str_eq(once.text, twice.text);
        ck_assert_str_eq(once.fingerprint, twice.fingerprint);
        ck_assert_ptr_null(nw_study_difference(once.resolved, twice.resolved));
        nw_study_clear(&once);
        nw_study_clear(&twice);
    }
}
END_TEST

START_TEST(what_is_wrong_is_named)
{
    refuses("{\"scale\":[2]}", "scale is not known");
    refuses("{\"format\":\"nwidth-net\"}", "format");
    refuses("{\"version\":2}", "version is 2");
    refuses("{\"target\":\"bumb\"}", "target gives bumb");
    refuses("{\"target\":\"bump:M=3\"}", "M is given twice");
    refuses("{\"r\":[]}", "r is empty");
    refuses("{\"r\":[0]}", "r is no list of integers");
    refuses("{\"m\":[[1,0]]}", "m is no list of pairs");
    refuses("{\"m\":\"1+1,1+1\"}", "m holds 1+1 twice");
    refuses("{\"m\":[[1,1,1]]}", "m is no list of pairs");
    refuses("{\"scales\":\"2:\"}", "scales is no list of integers");
    refuses("{\"scales\":\"4:2\"}", "scales is no list of integers");
    refuses("{\"scales\":[2,2]}", "scales holds 2 twice");
    refuses("{\"scales\":[2.5]}", "scales is no list of integers");
    refuses("{\"scales\":[]}", "scales is empty");
    refuses("{\"target\":\"trig\",\"scales\":[2]}", "bump and step alone");
    refuses("{\"theta\":[0.25]}", "theta is exact and stands in quotes");
    refuses("{\"eps\":0.1}", "eps is exact and stands in quotes");
    refuses("{\"theta\":[\"0.25\",\"1/4\"]}", "theta holds one number twice");
    refuses("{\"theta\":\"0\"}", "theta must be a number > 0");
    refuses("{\"eps\":\"nan\"}", "eps");
    refuses("{\"eps\":\"0.1\",\"theta\":\"0.1\"}", "eps stands beside theta");
    refuses("{\"targets\":0}", "targets is 0");
    refuses("{\"target\":\"expr:x1\",\"targets\":2}", "targets must be 1");
    refuses("{\"activations\":\"tahn\"}", "activations holds 'tahn'");
    refuses("{\"hidden_layers\":3}", "hidden_layers is no list");
    refuses("{\"hidden_layers\":2}", "hidden_layers must be 1 for q: give --methods g for two");
    refuses("{\"tasks\":\"box\"}", "tasks is box, which g and q-free cannot serve: leave these methods out");
    refuses("{\"output_bias\":1}", "output_bias is neither");
    refuses("{\"methods\":\"q\"}", "methods holds 'q'; expected g, q-free, q-identity, q-bounded");
    refuses("{\"methods\":[]}", "methods is no list of words");
    refuses("{\"k\":[8,1]}", "k is no range");
    refuses("{\"k\":\"1,3\"}", "k is no range");
    refuses("{\"tasks\":\"grid:0\"}", "tasks is none of");
    refuses("{\"tasks\":\"grid:4097\"}", "N from 1 to 4096");
    refuses("{\"tasks\":\"grid:65\",\"m\":\"1+1,1+2\"}", "more than 4096 tasks");
    refuses("{\"theta\":\"0.25,9e-7\"}", "do not reach below");
    refuses("{\"eps\":\"1e-30\"}", "do not reach below");
    refuses("{\"target\":\"trig\",\"tasks\":\"centres\"}", "tasks is centres");
    refuses("{\"l1\":\"-1\"}", "l1 must be a number > 0");
    refuses("{\"starts\":-1}", "starts is -1");
    refuses("{\"seed\":1.5}", "seed is no integer");
    refuses("{\"targets\":1000000}", "more than 1000000 jobs");
}
END_TEST

START_TEST(differences_are_named)
{
    static const struct {
        const char *here, *there, *line;
    } cases[] = {
        {"{}", "{\"scales\":[2,3]}", "scales is [2,3] there and [2,3,4] here"},
        {"{\"seed\":2}", "{}", "seed is 1 there and 2 here"},
        {"{\"eps\":\"0.1\"}", "{}", "eps is not given there and [\"0.1\"] here"},
        {"{\"theta\":\"0.1\"}", "{\"eps\":\"0.2\"}", "theta is not given there and [\"0.1\"] here"},
        {"{\"l1\":\"2\",\"seed\":4}", "{\"l1\":\"3\"}", "l1 is \"3\" there and \"2\" here"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nw_study here, there;
        make_study(&here, cases[i].here);
        make_study(&there, cases[i].there);
        char *line = nw_study_difference(here.resolved, there.resolved);
        ck_assert_ptr_nonnull(line);
        ck_assert_str_eq(line, cases[i].line);
        ck_assert_str_ne(here.fingerprint, there.fingerprint);
        free(line);
        nw_study_clear(&here);
        nw_study_clear(&there);
    }
}
END_TEST

/* ---- jobs and records ---- */

START_TEST(jobs_go_there_and_back)
{
    nw_study study;
    make_study(&study, "{\"eps\":\"1/30\",\"activations\":\"tanh,elu\",\"l1\":\"1e-3\",\"scales\":2,\"targets\":2,"
                       "\"seed\":99999999999}");
    for (size_t i = 0; i < study.count; i++) {
        nw_gap_job back;
        nw_error error;
        const nw_gap_job *job = nw_gap_job_at(&study, i);
        char *text = nw_gap_job_text(job);
        json_t *object = parsed(text);
        ck_assert_msg(nw_gap_job_from_json(&back, object, &error) == NW_OK, "%s", error.message);
        char *again = nw_gap_job_text(&back);
        ck_assert_str_eq(text, again);
        ck_assert(back.seed == job->seed && fmpq_equal(back.goal, job->goal) && !back.goal_is_theta);
        /* Without any one member, and with one more, it is no job. */
        const char *key;
        json_t *value;
        void *next;
        json_object_foreach_safe(object, next, key, value)
        {
            json_t *less = json_copy(object);
            json_object_del(less, key);
            nw_gap_job none;
            ck_assert_msg(nw_gap_job_from_json(&none, less, &error) == NW_BAD_INPUT, "a job without %s is taken", key);
            json_decref(less);
        }
        json_object_set_new(object, "more", json_true());
        nw_gap_job none;
        ck_assert(nw_gap_job_from_json(&none, object, &error) == NW_BAD_INPUT);
        json_decref(object);
        nw_gap_job_clear(&back);
        free(text);
        free(again);
    }
    nw_study_clear(&study);
}
END_TEST

static const char RECORD[] =
    "{\"outcome\":\"proved\",\"reason\":null,\"eps\":\"0.25\",\"points\":[{\"k\":1,\"width\":9,\"parameters\":40,"
    "\"connections\":30,\"l1\":null,\"l2\":\"inf\",\"outcome\":\"unknown\",\"lower\":null,\"upper\":\"inf\"},{\"k\":2,"
    "\"width\":5,\"parameters\":20,\"connections\":19,\"l1\":\"0x1p+0\",\"l2\":\"0x1.8p+1\",\"outcome\":\"proved\","
    "\"lower\":\"0x1p-3\",\"upper\":\"0x1p-2\"}],\"fewest_parameters\":1,\"fewest_connections\":1}";

START_TEST(records_go_there_and_back)
{
    nw_gap_record record;
    nw_error error;
    json_t *object = parsed(RECORD);
    ck_assert_msg(nw_gap_record_from_json(&record, object, &error) == NW_OK, "%s", error.message);
    ck_assert(record.point_count == 2 && isnan(record.points[0].l1) && isinf(record.points[0].upper));
    ck_assert(record.points[1].l2 == 3 && record.points[1].upper == 0.25 && record.fewest_parameters == 1);
    json_t *again = nw_gap_record_to_json(&record);
    char *text = json_dumps(again, JSON_COMPACT);
    ck_assert_str_eq(text, RECORD);
    free(text);
    json_decref(again);
    json_decref(object);
    nw_gap_record_clear(&record);
}
END_TEST

/* One replacement makes the record say something of itself that does not hold, or no record at all. */
START_TEST(records_that_contradict_themselves_are_refused)
{
    static const struct {
        const char *from, *to;
    } cases[] = {
        {"\"upper\":\"0x1p-2\"", "\"upper\":\"0x1.0000000000001p-2\""}, /* just above eps */
        {"\"upper\":\"0x1p-2\"", "\"upper\":null"},
        {"\"upper\":\"0x1p-2\"", "\"upper\":0.25"},
        {"\"lower\":\"0x1p-3\"", "\"lower\":\"0x1p-1\""},
        {"\"lower\":\"0x1p-3\"", "\"lower\":null"},
        {"\"fewest_parameters\":1", "\"fewest_parameters\":0"},
        {"\"fewest_parameters\":1", "\"fewest_parameters\":null"},
        {"\"fewest_connections\":1", "\"fewest_connections\":2"},
        {"\"k\":2", "\"k\":1"},
        {"\"reason\":null", "\"reason\":\"why\""},
        {"{\"outcome\":\"proved\"", "{\"outcome\":\"unknown\""},
        {"\"eps\":\"0.25\"", "\"eps\":\"0\""},
        {"\"width\":9", "\"width\":-9"},
        {"\"width\":9", "\"breadth\":9"},
        {"\"l2\":\"inf\"", "\"l2\":\"infinity\""},
        {"\"outcome\":\"unknown\",\"lower\"", "\"outcome\":\"refuted\",\"lower\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nw_gap_record record;
        nw_error error;
        const char *at = strstr(RECORD, cases[i].from);
        ck_assert_msg(at != NULL, "%s is not in the record", cases[i].from);
        char *text = nw_format("%.*s%s%s", (int)(at - RECORD), RECORD, cases[i].to, at + strlen(cases[i].from));
        json_t *object = parsed(text);
        ck_assert_msg(nw_gap_record_from_json(&record, object, &error) == NW_BAD_INPUT, "%s is taken", cases[i].to);
        json_decref(object);
        free(text);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gap_study");
    TCase *tests = ct_case(suite, "studies");
    tcase_add_test(tests, everything_has_a_default);
    tcase_add_test(tests, the_order_of_the_jobs_is_fixed);
    tcase_add_test(tests, words_of_every_family);
    tcase_add_test(tests, a_job_knows_nothing_of_the_others);
    tcase_add_test(tests, a_resolved_study_gives_itself);
    tcase_add_test(tests, what_is_wrong_is_named);
    tcase_add_test(tests, differences_are_named);
    tests = ct_case(suite, "jobs and records");
    tcase_add_test(tests, jobs_go_there_and_back);
    tcase_add_test(tests, records_go_there_and_back);
    tcase_add_test(tests, records_that_contradict_themselves_are_refused);
    return ct_main(suite);
}
