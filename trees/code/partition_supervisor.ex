defmodule Devices do
  # In the tree: eight DynamicSupervisors, so that many devices that come
  # back at once do not wait for one of them; 100,000 at most in all.
  def child_spec(_) do
    PartitionSupervisor.child_spec(
      child_spec: {DynamicSupervisor, max_children: 12_500},
      partitions: 8,
      name: __MODULE__
    )
  end

  def connect(device) do
    supervisor = {:via, PartitionSupervisor, {__MODULE__, device}}
    DynamicSupervisor.start_child(supervisor, {Device, device})
  end
end
