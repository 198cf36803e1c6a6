defmodule Devices do
  # In the tree: one DynamicSupervisor for each scheduler, so that many
  # devices that come back at once do not wait for one of them. Tasks have
  # child_spec: Task.Supervisor, and async_nolink on the same name.
  def child_spec(_) do
    PartitionSupervisor.child_spec(
      child_spec: DynamicSupervisor,
      name: __MODULE__
    )
  end

  def connect(device) do
    supervisor = {:via, PartitionSupervisor, {__MODULE__, device}}
    DynamicSupervisor.start_child(supervisor, {Device, device})
  end
end
