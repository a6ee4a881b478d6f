/** The Linux kernel: all of it is of the kind `kernel`; the notes say which part, and two rows say that nobody works. */
import { type KindRule, words } from './rule.js';

export const KERNEL: readonly KindRule[] = [
  {
    kind: 'idle',
    role: 'idle',
    names: words(`
      do_idle cpu_startup_entry cpuidle_enter* cpuidle_idle_call default_idle* native_safe_halt intel_idle*
      acpi_idle* acpi_safe_halt mwait_idle* poll_idle rest_init swapper xen_safe_halt pv_native_safe_halt
      arch_cpu_idle haltpoll* call_cpuidle tick_nohz_idle* menu_select cpu_idle
    `),
    note: 'a processor with nothing to do',
  },
  {
    kind: 'kernel',
    role: 'kernel',
    names: words(`
      entry_SYSCALL_64* do_syscall_64 x64_sys_call entry_SYSCALL_compat* el0t_64_sync* el0_svc* do_el0_svc
      system_call_fastpath system_call sysenter_* tracesys ret_from_fork* asm_exc_* asm_sysvec_*
      asm_common_interrupt exc_page_fault page_fault do_page_fault syscall_return_via_sysret error_entry
      ret_from_intr common_interrupt apic_timer_interrupt __irqentry_text_start ret_to_user* stub_clone stub_execve
      int_signal retint_user swapgs_restore* el1h_64* el0_da el0_irq* ret_from_sys_call call_softirq
      do_softirq_own_stack
    `),
    note: 'entry: everything below is the kernel, whether its names say so or not',
  },
  {
    kind: 'kernel',
    names: words(`
      tcp_* __tcp_* ip_* __ip_* ip6_* ipv4_* inet_* inet6_* __inet_* udp_* sock_* __sock_* __sys_send* __sys_recv*
      ___sys_* skb_* __skb_* __alloc_skb* alloc_skb* kfree_skb* consume_skb __kfree_skb napi_* __napi_*
      net_rx_action net_tx_action dev_* __dev_* netif_* __netif_* loopback_xmit process_backlog nf_* ipt_* eth_*
      sk_* __sk_* lock_sock* release_sock* unix_* virtnet_* validate_xmit* qdisc_* __qdisc_* sch_* neigh_* dst_*
      fib_* netlink_* dma_* start_xmit bictcp_* cubictcp_* csum_* __netdev_* ksize
    `),
    note: 'network',
  },
  {
    kind: 'kernel',
    names: words(`
      ep_* __ep_* do_epoll* do_poll* poll_* do_select* core_sys_select* pollwake eventpoll_* timerfd_* eventfd_*
      signalfd_* __pollwait
    `),
    note: 'polling',
  },
  {
    kind: 'kernel',
    names: words(
      'do_futex futex_* __futex_* get_futex* hash_futex* plist_* wake_q* wake_up_q mark_wake_futex',
    ),
    note: 'futexes',
  },
  {
    kind: 'kernel',
    names: words(`
      __schedule schedule schedule_* preempt_schedule* finish_task_switch* try_to_wake_up ttwu_* wake_up* __wake_up*
      pick_next_* pick_task* pick_eevdf* enqueue_task* enqueue_entity dequeue_* update_curr* update_load_avg*
      select_task_rq* set_next_* put_prev_* sched_* __sched_* load_balance* newidle* rebalance_* reweight_*
      check_preempt* resched_* context_switch switch_* __switch_to* prepare_to_wait* autoremove_wake* default_wake*
      task_* do_nanosleep hrtimer_* __hrtimer_* nanosleep* native_write_msr native_smp_send* kick_* _nohz*
      raw_spin_rq* sys_sched_yield* do_sched_yield yield_task* psi_* cpuacct_* __update_load* finish_wait
      scheduler_tick* update_process_times tick_* run_rebalance* _cond_resched __cond_resched
    `),
    note: 'scheduler and timers',
  },
  {
    kind: 'kernel',
    names: words(`
      handle_mm_fault __handle_mm_fault do_anonymous_page do_fault* do_read_fault do_cow* do_wp_page wp_page*
      clear_page* copy_page* clear_huge_page* clear_subpage* unmap_* zap_* tlb_* flush_tlb* native_flush_tlb* mmap_*
      __mmap* do_mmap* vm_* vma_* __vm_* do_munmap* __do_munmap* do_vmi* do_madvise* madvise_* mprotect_*
      do_mprotect* change_p* alloc_pages* __alloc_pages* __alloc_frozen* get_page* get_free_page* free_pages*
      free_unref* __free_pages* release_pages* folio_* __folio* __lruvec* lru_* mem_cgroup* __mem_cgroup* memcg*
      charge_memcg try_charge* uncharge* kmem_* __kmem_* kmalloc* __kmalloc* kfree* slab_* __slab_* ___slab_* mas_*
      mt_* __mas* rmqueue* next_uptodate* filemap_* page_* __page_* pte_* __pte_* pmd_* __pmd* p4d_* pud_* pgd_*
      swap_* do_swap* shmem_* hugetlb* khugepaged* do_huge* __do_fault exit_mmap* dup_mm* copy_process copy_p*
      anon_vma* __anon_vma* rmap_* expand_stack* do_brk* brk* mod_* __mod_* cgroup_* __cgroup* __count_memcg*
      count_memcg* get_mem_cgroup* prep_new_page* post_alloc* bad_page* __rmqueue* commit_merge split_vma*
      perf_event_mmap* perf_iterate* try_to_unmap* mark_page* workingset* node_page* get_user_pages*
      __get_user_pages* fault_in* lock_vma* lock_mm* up_read* down_read* down_write* up_write* rwsem* find_vma*
      __find_vma* vmacache* khugepage* prepare_alloc* set_pte* ptep_* sync_regs*
    `),
    note: 'memory',
  },
  {
    kind: 'kernel',
    names: words(`
      rep_movs* rep_stos* memcpy* memset* memmove* __memcpy* __memset* _copy_to_* _copy_from_* __copy_* copy_user*
      copy_to_* copy_from_* copyin copyout* __arch_copy* simple_copy* copy_page_to_iter copy_page_from_iter
      iov_iter* __clear_user clear_user* strncpy_from_user* __get_user_* __put_user_* memcmp strcmp strlen
    `),
    note: 'copying',
  },
  {
    kind: 'kernel',
    names: words(`
      vfs_* ksys_* do_sys_* do_filp* path_* link_path* walk_component* lookup_* __lookup* d_* __d_* dput* fput*
      __fput* fget* __fget* __fdget* fdget* ext4_* xfs_* btrfs_* overlay* ovl_* fuse_* generic_* __generic_*
      new_sync* do_iter* file_* __file_* iomap_* jbd2_* blk_* __blk_* submit_bio* bio_* nvme_* scsi_* virtio_*
      vring_* pipe_* anon_pipe* tty_* n_tty* fsnotify* __fsnotify* security_* apparmor* selinux* aa_* common_file*
      proc_* seq_* kernfs_* inode_* getname* filename_* open_* do_open* do_dentry* stat* cp_new_stat* rw_verify*
      splice_* sendfile* do_sendfile* inotify* wb_* writeback* balance_dirty* read_pages* page_cache* mpage_*
      block_* loop_* io_* __io_* io_uring* filp_* alloc_empty_file* may_open* dentry_* locks_* fcntl* do_fcntl* p9_*
      v9fs_* nfs_* readahead* touch_atime* atime_* close_fd* __close* file_update*
    `),
    note: 'files and block devices',
  },
  {
    kind: 'kernel',
    names: words(`
      _raw_* native_queued_* queued_* __pv_* __raw_* pv_* mutex_* __mutex_* osq_* rt_mutex* spin_* rcu_* __rcu_*
      srcu_* __srcu_* percpu_* __percpu* kvm_* hypercall_page xen_* __xen* lock_* up down __up __down*
    `),
    note: 'locks and virtualization',
  },
  {
    kind: 'kernel',
    names: words(`
      __softirqentry_text_start __do_softirq do_softirq* handle_softirqs* irq_* __irq_* handle_irq* handle_edge*
      __handle_irq* sysvec_* __sysvec_* smp_* run_timer* run_ksoftirqd* tasklet* worker_thread* process_one_work*
      kthread* ksoftirqd* call_timer* expire_timers* perf_* __perf_* intel_pmu* x86_pmu* nmi* exc_nmi*
      default_do_nmi* apic_* bpf_* __bpf_* trace_* ftrace* kprobe* uprobe* amd_pmu*
    `),
    note: 'interrupts, work queues, tracing',
  },
  {
    kind: 'kernel',
    names: words(`
      __x64_sys_* __ia32_* __arm64_sys_* __se_sys_* __do_sys_* sys_* SyS_* syscall_* do_exit* do_group_exit*
      do_fork* kernel_clone* do_wait* do_signal* get_signal* do_sigaction* __send_signal* send_signal*
      complete_signal* signal_* handle_signal* restore_fpregs* fpregs_* arch_do_signal* exit_to_user*
      __exit_to_user* prepare_exit* do_execve* bprm_* load_elf* begin_new_exec* wait_* __wait_* kill_* do_tkill*
      do_send_sig* ktime_* __ktime* read_tsc getnstimeofday* audit_* __audit_* seccomp* __seccomp*
      __secure_computing* prctl* restore_all* irqentry_* fpu_* __fpu* save_fpu* switch_fpu* xfeature* copy_fp*
      __fix* native_*
    `),
    note: 'system calls, processes, signals',
  },
];
