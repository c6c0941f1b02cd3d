/* A study spread over the ranks of MPI.  Rank 0 hands out jobs one by one and alone writes; it computes too.  In a
 * build without MPI, and in a process that no mpirun started, there is one rank and MPI is not touched. */
#ifndef NW_JOBS_MPI_H
#define NW_JOBS_MPI_H

#include "jobs/work.h"

typedef struct nw_mpi_world {
    int rank, size;
    bool begun;  /* MPI was initialised here */
    bool broken; /* MPI failed, or the ranks do not agree any more */
} nw_mpi_world;

/* NW_BAD_INPUT when mpirun started several processes of a program that was built without MPI. */
nw_status nw_mpi_begin(nw_mpi_world *world, nw_error *error);

/* Ends MPI; when it is broken all ranks end at once with this exit code, and the call may not return. */
void nw_mpi_end(nw_mpi_world *world, int code);

/* Rank 0: runs what is missing, as nw_jobs_run does, and tells the others when there is nothing. */
nw_status nw_mpi_lead(nw_mpi_world *world, nw_store *store, const nw_study *study, const nw_jobs_options *options,
                      nw_error *error);
/* Rank 0: there is nothing to run. */
nw_status nw_mpi_dismiss(nw_mpi_world *world, nw_error *error);
/* The other ranks: work until rank 0 has no more. */
nw_status nw_mpi_follow(nw_mpi_world *world, const nw_study_kind *kind, const nw_jobs_options *options,
                        nw_error *error);

#endif
